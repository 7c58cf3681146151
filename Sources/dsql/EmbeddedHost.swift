import DSQLService
import DSQLSession
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// The embedded service of this process: it starts when a statement first needs it.
///
/// `run` is a child task of the program, so the service ends with the shell.
final class EmbeddedHost: Sendable {
  let options: EmbeddedServiceOptions
  private let requests: AsyncStream<EmbeddedService>
  private let request: AsyncStream<EmbeddedService>.Continuation
  private let starting = Mutex<Task<ServiceLogin, any Error>?>(nil)

  init(_ options: EmbeddedServiceOptions) {
    self.options = options
    (requests, request) = AsyncStream.makeStream()
  }

  /// Waits until the service is asked for, then serves until the task is cancelled.
  func run() async {
    for await service in requests {
      try? await service.run()
      return
    }
  }

  /// Starts the service, where it does not run yet, and answers how to reach it as its
  /// administrator.
  func login() async throws -> ServiceLogin {
    let task = starting.withLock { starting in
      if let starting { return starting }
      let task = Task { try await self.started() }
      starting = task
      return task
    }
    do {
      return try await task.value
    } catch {
      starting.withLock { $0 = nil }
      throw error
    }
  }

  private func started() async throws -> ServiceLogin {
    let service = try EmbeddedService(options, logger: Logger.silent)
    request.yield(service)
    let port = try await service.boundPort()
    let token = try await service.accessToken(for: .administrator)
    guard
      var login = ServiceLogin(
        embeddedOn: port,
        organization: options.organization,
        tenant: options.tenant,
        token: token,
        renewToken: { try await service.accessToken(for: .administrator) }
      )
    else { throw SessionError(.badConfiguration, "the embedded service has no address") }
    login.isStandard = options.isStandard
    return login
  }
}

extension Logger {
  /// A logger that writes nothing.
  static var silent: Logger { Logger(label: "dsql") { _ in SwiftLogNoOpLogHandler() } }
}
