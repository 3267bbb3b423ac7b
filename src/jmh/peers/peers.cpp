// The native engines that the gallery's index is compared with: hnswlib and FAISS, float32, inner product, one thread.
//
// Usage: peers FOLDER MAX_CONNECTIONS BEAM_WIDTH
//
// FOLDER holds faces.fvecs, probes.fvecs and exact.ivecs (the true nearest faces of each probe). The program then reads
// commands, one a line, and answers each with one line, so that the caller can let the engines take turns:
//
//     build ENGINE      -> CPU seconds, bytes of the saved index
//     search ENGINE EF  -> recall, CPU seconds of all probes
//
// ENGINE is hnswlib or faiss. All times are CPU times of the process, which has one thread.

#include <faiss/IndexHNSW.h>
#include <faiss/index_io.h>
#include <hnswlib/hnswlib.h>
#include <omp.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// The rows of an .fvecs or .ivecs file: each is its length (int32, little endian) and then its values.
template <typename T>
struct Rows {
    int width = 0;
    std::vector<T> values;

    explicit Rows(const std::filesystem::path& path) {
        std::ifstream in(path, std::ios::binary);
        if (!in) {
            throw std::runtime_error("cannot read " + path.string());
        }
        int32_t length;
        while (in.read(reinterpret_cast<char*>(&length), sizeof length)) {
            if (width != 0 && length != width) {
                throw std::runtime_error(path.string() + " must have rows of one length");
            }
            width = length;
            size_t end = values.size();
            values.resize(end + length);
            if (!in.read(reinterpret_cast<char*>(&values[end]), length * sizeof(T))) {
                throw std::runtime_error(path.string() + " ends within a row");
            }
        }
    }

    size_t size() const { return width == 0 ? 0 : values.size() / width; }
    const T* row(size_t i) const { return &values[i * width]; }
};

static double cpu_seconds() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

class Engine {
public:
    virtual ~Engine() = default;
    virtual void build(const Rows<float>& faces) = 0;
    virtual void save(const std::string& path) const = 0;
    // Writes the k nearest faces of a probe, in any order.
    virtual void search(const float* probe, int k, int ef, int64_t* found) = 0;
};

class HnswlibEngine : public Engine {
    const int max_connections_, beam_width_;
    std::unique_ptr<hnswlib::InnerProductSpace> space_;
    std::unique_ptr<hnswlib::HierarchicalNSW<float>> index_;

public:
    HnswlibEngine(int max_connections, int beam_width) : max_connections_(max_connections), beam_width_(beam_width) {}

    void build(const Rows<float>& faces) override {
        space_ = std::make_unique<hnswlib::InnerProductSpace>(faces.width);
        index_ = std::make_unique<hnswlib::HierarchicalNSW<float>>(
                space_.get(), faces.size(), max_connections_, beam_width_);
        for (size_t i = 0; i < faces.size(); i++) {
            index_->addPoint(faces.row(i), i);
        }
    }

    void save(const std::string& path) const override { index_->saveIndex(path); }

    void search(const float* probe, int k, int ef, int64_t* found) override {
        index_->setEf(ef);
        auto nearest = index_->searchKnn(probe, k);
        std::fill(found, found + k, -1);
        for (; !nearest.empty(); nearest.pop()) {
            *found++ = nearest.top().second;
        }
    }
};

class FaissEngine : public Engine {
    const int max_connections_, beam_width_;
    std::unique_ptr<faiss::IndexHNSWFlat> index_;
    std::vector<float> scores_;

public:
    FaissEngine(int max_connections, int beam_width) : max_connections_(max_connections), beam_width_(beam_width) {}

    void build(const Rows<float>& faces) override {
        index_ = std::make_unique<faiss::IndexHNSWFlat>(faces.width, max_connections_, faiss::METRIC_INNER_PRODUCT);
        index_->hnsw.efConstruction = beam_width_;
        index_->add(faces.size(), faces.values.data());
    }

    void save(const std::string& path) const override { faiss::write_index(index_.get(), path.c_str()); }

    void search(const float* probe, int k, int ef, int64_t* found) override {
        index_->hnsw.efSearch = ef;
        scores_.resize(k);
        index_->search(1, probe, k, scores_.data(), found);
    }
};

static double recall(const Rows<int32_t>& exact, const std::vector<int64_t>& found) {
    size_t right = 0;
    for (size_t probe = 0; probe < exact.size(); probe++) {
        const int32_t* truth = exact.row(probe);
        for (int i = 0; i < exact.width; i++) {
            right += std::count(truth, truth + exact.width, found[probe * exact.width + i]);
        }
    }
    return right / (double) found.size();
}

static int run(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "usage: peers FOLDER MAX_CONNECTIONS BEAM_WIDTH\n";
        return 2;
    }
    omp_set_num_threads(1);
    std::filesystem::path folder = argv[1];
    int max_connections = std::stoi(argv[2]), beam_width = std::stoi(argv[3]);
    Rows<float> faces(folder / "faces.fvecs"), probes(folder / "probes.fvecs");
    Rows<int32_t> exact(folder / "exact.ivecs");
    HnswlibEngine hnswlib(max_connections, beam_width);
    FaissEngine faiss(max_connections, beam_width);
    std::string command, name;
    while (std::cin >> command >> name) {
        if (name != "hnswlib" && name != "faiss") {
            throw std::runtime_error("engine must be hnswlib or faiss, got: " + name);
        }
        Engine& engine = name == "faiss" ? static_cast<Engine&>(faiss) : hnswlib;
        if (command == "build") {
            double start = cpu_seconds();
            engine.build(faces);
            double seconds = cpu_seconds() - start;
            std::string file = (folder / (name + ".index")).string();
            engine.save(file);
            std::cout << seconds << " " << std::filesystem::file_size(file) << std::endl;
            std::filesystem::remove(file);
        } else if (command == "search") {
            int ef;
            std::cin >> ef;
            std::vector<int64_t> found(probes.size() * exact.width);
            double start = cpu_seconds();
            for (size_t i = 0; i < probes.size(); i++) {
                engine.search(probes.row(i), exact.width, ef, &found[i * exact.width]);
            }
            double seconds = cpu_seconds() - start;
            std::cout << recall(exact, found) << " " << seconds << std::endl;
        } else {
            throw std::runtime_error("command must be build or search, got: " + command);
        }
    }
    return 0;
}

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& e) {
        std::cerr << "peers: " << e.what() << "\n";
        return 1;
    }
}
