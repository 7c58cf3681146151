import Hummingbird
import Logging
import NIOCore

/// What is known of a request on its way: besides Hummingbird's own, who sent it.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Set once the token is verified.
  var caller: TokenAuthority.Caller?
  /// The tenant's roles as they were last read.
  var roles = RoleBook()
  /// Whether the path names no organisation and tenant but the service's own.
  var namesItsTenant = true
  /// What an error's body tells, so that the request can be found in the log.
  let traceID: String
  /// The connection that the request came by.
  let channel: any Channel
  /// What the log is to tell of the request; nil where there is none.
  var notes: RequestNotes?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
    var generator = SystemRandomNumberGenerator()
    let halves = [generator.next(), generator.next()].map { half in
      let digits = String(half, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    traceID = halves.joined()
  }

  /// Tells whoever reads the log what of the request has no effect.
  func warn(_ text: String) {
    logger.warning("\(text)", metadata: ["trace": "\(traceID)"])
    notes?.warn(text)
  }
}
