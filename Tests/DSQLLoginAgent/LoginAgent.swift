import DSQLAPI
import DSQLClient
import DSQLSession
import Foundation
import Glibc

/// A process of its own that uses a stored login, for tests of several at once and of sudden ends.
///
/// `DSQLLoginAgent FOLDER ISSUER [MOMENT]` waits for the end of its input, asks for a token and
/// prints it, or the code of the fault; at the moment that is named it ends as by `kill -9`.
@main
struct LoginAgent {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let target = ServerAddress(url: arguments[2]) else { exit(64) }
    let moment = arguments.count > 3 ? arguments[3] : nil
    let reach: @Sendable (String) -> Void = { reached in
      if reached == moment { kill(getpid(), SIGKILL) }
    }
    let transport = HTTPTransport()
    let login = StoredLogin(
      profile: "p",
      target: target,
      store: FileCredentialStore(
        folder: arguments[1],
        key: CredentialKey(issuer: "i", organization: "o", clientID: "c", profile: "p"),
        reach: { reach($0.rawValue) }
      ),
      identity: IdentityClient(
        issuer: arguments[2],
        clientID: "c",
        transport: MortalTransport(transport: transport, reach: reach),
        discovery: MemoryDiscoveryStore()
      ),
      warn: { print("warning: \($0)") }
    )
    // Everybody begins when the test closes the pipe.
    _ = FileHandle.standardInput.readDataToEndOfFile()
    do {
      print(try await login.token().secret)
    } catch let refusal as LoginRefusal {
      print(refusal.detail?.prefix(3) ?? "", terminator: "\n")
    }
    await transport.shutdown()
  }
}

/// Sends and tells of it before and after.
private struct MortalTransport: Transport {
  let transport: any Transport
  let reach: @Sendable (String) -> Void

  func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    let isRefresh = request.body != nil
    if isRefresh { reach("beforeSending") }
    let answer = try await transport.send(request)
    if isRefresh { reach("answered") }
    return answer
  }
}
