import Foundation
import Glibc

/// A terminal whose other end is a test.
///
/// `@unchecked Sendable`: the condition guards the text; the descriptors never change.
final class PseudoTerminal: @unchecked Sendable {
  /// What the program reads and writes.
  let programEnd: Int32
  private let testEnd: Int32
  private let condition = NSCondition()
  private var received = ""
  /// Up to where `wait` has looked.
  private var seen = 0

  init?() {
    testEnd = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (locked, number): (Int32, Int32) = (0, 0)
    // TIOCSPTLCK and TIOCGPTN: the macros are not visible to Swift.
    guard testEnd >= 0, ioctl(testEnd, 0x4004_5431, &locked) == 0,
      ioctl(testEnd, 0x8004_5430, &number) == 0
    else { return nil }
    programEnd = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard programEnd >= 0 else { return nil }
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(testEnd, UInt(TIOCSWINSZ), &size)
    Thread.detachNewThread { self.read() }
  }

  /// Types a text.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(testEnd, bytes, bytes.count)
  }

  /// Waits until a text has come since the last wait; false when it does not.
  func wait(for text: String) async -> Bool {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: self.waitBlocking(text)) }
    }
  }

  /// All that has come so far.
  var text: String {
    condition.lock()
    defer { condition.unlock() }
    return received
  }

  /// Ends the terminal once nobody uses the program's end any more.
  func close() { _ = Glibc.close(programEnd) }

  private func waitBlocking(_ text: String) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    let limit = Date(timeIntervalSinceNow: 30)
    while true {
      let rest = received.dropFirst(seen)
      if let range = rest.range(of: text) {
        seen = received.distance(from: received.startIndex, to: range.upperBound)
        return true
      }
      if !condition.wait(until: limit) { return false }
    }
  }

  private func read() {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(testEnd, &chunk, chunk.count)
      if count <= 0 { break }
      condition.lock()
      received += String(decoding: chunk[..<count], as: UTF8.self)
      condition.broadcast()
      condition.unlock()
    }
    _ = Glibc.close(testEnd)
  }
}
