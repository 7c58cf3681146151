import Glibc

/// The two ends of a pipe that no child inherits.
struct PipeEnds: Sendable {
  let readEnd: Int32
  let writeEnd: Int32

  /// A new pipe, or the system's reason.
  static func make() -> Result<PipeEnds, OutputError> {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return .failure(.failed(SystemReason.text(errno))) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return .success(PipeEnds(readEnd: ends[0], writeEnd: ends[1]))
  }
}
