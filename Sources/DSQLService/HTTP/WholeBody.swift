import Hummingbird
import NIOCore

extension RequestBody {
  /// As many bytes as are read of a body that is refused.
  private static var mostDrained: Int { 64 * 1_048_576 }

  /// The body in one piece.
  ///
  /// A body that is too large is read to its end all the same, up to a bound: a client that is
  /// still sending does not read the answer.
  func whole(upTo most: Int) async throws -> ByteBuffer {
    var buffer = ByteBuffer()
    var count = 0
    for try await part in self {
      count += part.readableBytes
      if count <= most {
        buffer.writeImmutableBuffer(part)
      } else if count > Self.mostDrained {
        break
      }
    }
    guard count <= most else { throw HTTPError(.contentTooLarge) }
    return buffer
  }
}
