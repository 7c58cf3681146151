import Glibc

/// A pipe to oneself: wakes a thread that waits for input in poll(2).
///
/// A class because it owns the two descriptors, which never change.
final class WakePipe: Sendable {
  /// Readable after `wake`; -1 where the system gave no pipe.
  let readEnd: Int32
  private let writeEnd: Int32

  init() {
    switch PipeEnds.make() {
    case .success(let ends):
      (readEnd, writeEnd) = (ends.readEnd, ends.writeEnd)
      for end in [readEnd, writeEnd] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    case .failure: (readEnd, writeEnd) = (-1, -1)
    }
  }

  deinit {
    if readEnd >= 0 { close(readEnd) }
    if writeEnd >= 0 { close(writeEnd) }
  }

  /// Makes the read end readable.
  func wake() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Forgets all calls of `wake`.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(readEnd, &bytes, bytes.count) > 0 {}
  }
}
