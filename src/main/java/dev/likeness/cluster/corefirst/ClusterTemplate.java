package dev.likeness.cluster.corefirst;

import dev.likeness.face.PersonId;
import dev.likeness.face.UnitVector;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The template of a cluster: the weighted sum of the directions of its faces, the sum of their weights,
/// their photos, and the assertions about them. Immutable.
public final class ClusterTemplate {
    /// Σ cᵢûᵢ, one component per dimension of the face space.
    private final float[] sum;

    private final double weight;
    private final double squaredNorm;

    /// The numbers of the faces' photos, ascending; a photo with two faces appears twice.
    private final int[] photos;

    private final @Nullable PersonId assertedPerson;
    private final Set<PersonId> rejectedPeople;

    private ClusterTemplate(
            float[] sum, double weight, int[] photos, @Nullable PersonId assertedPerson, Set<PersonId> rejectedPeople) {
        this.sum = sum;
        this.weight = weight;
        this.squaredNorm = UnitVector.dot(sum, sum);
        this.photos = photos;
        this.assertedPerson = assertedPerson;
        this.rejectedPeople = rejectedPeople;
    }

    /// Σ wᵢ.
    double weight() {
        return weight;
    }

    /// |Σ cᵢûᵢ|².
    double squaredNorm() {
        return squaredNorm;
    }

    /// The person that users asserted for some of the faces.
    @Nullable
    PersonId assertedPerson() {
        return assertedPerson;
    }

    /// The template of one face.
    ///
    /// @param direction becomes the template's own array
    public static ClusterTemplate of(float[] direction, double coefficient, double weight, int photo) {
        return of(direction, coefficient, weight, photo, null, Set.of());
    }

    static ClusterTemplate of(
            float[] direction,
            double coefficient,
            double weight,
            int photo,
            @Nullable PersonId assertedPerson,
            Set<PersonId> rejectedPeople) {
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) (direction[i] * coefficient);
        }
        return new ClusterTemplate(direction, weight, new int[] {photo}, assertedPerson, rejectedPeople);
    }

    ClusterTemplate plus(ClusterTemplate other) {
        float[] total = sum.clone();
        for (int i = 0; i < total.length; i++) {
            total[i] += other.sum[i];
        }
        return new ClusterTemplate(
                total,
                weight + other.weight,
                mergedPhotos(photos, other.photos),
                assertedPerson == null ? other.assertedPerson : assertedPerson,
                union(rejectedPeople, other.rejectedPeople));
    }

    /// Whether the assertions of users allow the two clusters to be one person.
    boolean mayMerge(ClusterTemplate other) {
        return (assertedPerson == null || other.assertedPerson == null || assertedPerson.equals(other.assertedPerson))
                && (assertedPerson == null || !other.rejectedPeople.contains(assertedPerson))
                && (other.assertedPerson == null || !rejectedPeople.contains(other.assertedPerson));
    }

    /// Whether there are assertions about the faces.
    boolean isConstrained() {
        return assertedPerson != null || !rejectedPeople.isEmpty();
    }

    double dot(ClusterTemplate other) {
        return UnitVector.dot(sum, other.sum);
    }

    /// The dot product with Σ cᵢûᵢ of another cluster.
    double dot(float[] otherSum) {
        return UnitVector.dot(sum, otherSum);
    }

    /// Σ cᵢûᵢ; callers must not modify the array.
    float[] sum() {
        return sum;
    }

    /// The number of photos with faces of both clusters.
    int sharedPhotos(ClusterTemplate other) {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < photos.length && j < other.photos.length) {
            int order = Integer.compare(photos[i], other.photos[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shared;
    }

    private static Set<PersonId> union(Set<PersonId> one, Set<PersonId> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Set<PersonId> both = new HashSet<>(one);
        both.addAll(other);
        return Set.copyOf(both);
    }

    private static int[] mergedPhotos(int[] one, int[] other) {
        int[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        Arrays.sort(all);
        return all;
    }
}
