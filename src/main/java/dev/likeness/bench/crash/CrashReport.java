package dev.likeness.bench.crash;

import java.util.List;

/// What the kills did.
///
/// @param photos number of photos
/// @param seconds duration
/// @param operations one row each
/// @param problems what was found, in words, with the seed of the kill
public record CrashReport(int photos, double seconds, List<OperationReport> operations, List<String> problems) {
    public CrashReport {
        operations = List.copyOf(operations);
        problems = List.copyOf(problems);
    }

    /// The kills of one operation.
    ///
    /// @param kills number of processes that were killed while they ran
    /// @param notOpened number of kills after which a gallery could not be opened, or its check found something
    /// @param lost number of kills after which something was missing that had been acknowledged before
    /// @param halfDone number of kills after which a change was there in part
    /// @param notFinished number of kills after which the same command did not finish the job
    public record OperationReport(String operation, int kills, int notOpened, int lost, int halfDone, int notFinished) {
        boolean passed() {
            return notOpened + lost + halfDone + notFinished == 0;
        }

        OperationReport plus(CrashFindings found) {
            return new OperationReport(
                    operation,
                    kills + 1,
                    notOpened + (found.notOpened().isEmpty() ? 0 : 1),
                    lost + (found.lost().isEmpty() ? 0 : 1),
                    halfDone + (found.halfDone().isEmpty() ? 0 : 1),
                    notFinished + (found.notFinished().isEmpty() ? 0 : 1));
        }
    }

    /// Number of kills of all operations.
    public int kills() {
        return operations.stream().mapToInt(OperationReport::kills).sum();
    }

    /// Whether nothing was found.
    public boolean passed() {
        return operations.stream().allMatch(OperationReport::passed);
    }
}
