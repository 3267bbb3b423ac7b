package dev.likeness.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.likeness.api.Backend;
import dev.likeness.api.problem.ItemProblem;
import dev.likeness.api.v1.request.ProbeForm;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.extract.Probe;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Searches for several probes, each on its own: what is wrong with one does not keep the others from being
/// answered.
final class ProbeSearch {
    private final Backend backend;
    private final SearchRequest request;

    ProbeSearch(Backend backend, SearchRequest request) {
        this.backend = backend;
        this.request = request;
    }

    /// The JSON form: a [SearchResult] with one more key.
    ///
    /// @param probes one entry per probe, in the order of the request
    record ProbesResult(@JsonUnwrapped SearchResult result, List<ProbeEntry> probes) {}

    /// What became of one probe.
    ///
    /// @param faces number of its faces that were searched for; 0 for a picture without a face
    /// @param problem why it was not searched for
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProbeEntry(int probe, int faces, @Nullable ItemProblem problem) {}

    /// @param includes `faces`, `people` or `both`
    /// @throws LikenessException the problem of the only probe, or one of the request as a whole
    ProbesResult search(List<ProbeForm> probes, String includes) {
        List<@Nullable ItemProblem> problems = new ArrayList<>();
        List<List<? extends Probe>> faces = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            try {
                String name = probes.size() == 1 ? "the image" : "probe " + i;
                faces.add(probes.get(i).faces(backend, request.gallery(), name));
                problems.add(null);
            } catch (LikenessException e) {
                if (probes.size() == 1) {
                    throw e;
                }
                faces.add(List.of());
                problems.add(ItemProblem.of(e));
            }
        }
        SearchResult found = search(faces, problems);
        SearchResult result = includes.equals("people") ? found.withoutHits() : found;
        List<ProbeEntry> entries = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            ItemProblem problem = problems.get(i);
            entries.add(new ProbeEntry(i, problem == null ? faces.get(i).size() : 0, problem));
        }
        return new ProbesResult(result, entries);
    }

    /// Searches for all probes at once, or one by one if that fails, to find out which of them it was.
    private SearchResult search(List<List<? extends Probe>> faces, List<@Nullable ItemProblem> problems) {
        try {
            return backend.search(request, faces);
        } catch (LikenessException e) {
            List<SearchResult.ProbeFace> found = new ArrayList<>();
            SearchResult last = null;
            for (int i = 0; i < faces.size(); i++) {
                if (faces.size() > 1 && problems.get(i) == null) {
                    try {
                        List<List<? extends Probe>> one = new ArrayList<>(Collections.nCopies(i, List.of()));
                        one.add(faces.get(i));
                        last = backend.search(request, one);
                        found.addAll(last.faces());
                    } catch (LikenessException own) {
                        problems.set(i, ItemProblem.of(own));
                    }
                }
            }
            if (last == null) {
                throw e;
            }
            return new SearchResult(last.gallery(), last.embedder(), last.calibration(), last.operatingPoint(), found);
        }
    }
}
