import DSQLClient
import Foundation
import HTTPTypes

/// A `dsql login` that is given the address on which a browser would have ended.
struct PastedLogin {
  /// The program told no address, or the server did not send the browser back.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let program: Program
  private let arguments: [String]

  init(_ program: Program, _ arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }

  /// Runs it, signing in as somebody; nobody declines.
  func run(as user: String) async throws -> ProgramRun {
    let process = program.process(Program.executable, arguments, environment: [:])
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let (address, beginning) = await Self.address(in: errors.fileHandleForReading)
    guard let address else {
      process.waitUntilExit()
      throw Failure(description: "no address in: \(beginning)")
    }
    let end = try await Self.returned(from: address, as: user)
    try input.fileHandleForWriting.write(contentsOf: Data((end + "\n").utf8))
    let rest = errors.fileHandleForReading
    let told = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: String(decoding: rest.readDataToEndOfFile(), as: UTF8.self))
      }
    }
    process.waitUntilExit()
    let shown = output.fileHandleForReading.readDataToEndOfFile()
    return ProgramRun(
      status: process.terminationStatus,
      output: String(decoding: shown, as: UTF8.self),
      errors: beginning + told
    )
  }

  /// The address that a person is to open, and all that was told until then.
  private static func address(in handle: FileHandle) async -> (String?, String) {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var text = ""
        while true {
          let data = handle.availableData
          text += String(decoding: data, as: UTF8.self)
          if let found = text.firstMatch(of: /(http:\/\/[^\s]+connect\/authorize[^\s]*)\n/) {
            return continuation.resume(returning: (String(found.1), text))
          }
          if data.isEmpty { return continuation.resume(returning: (nil, text)) }
        }
      }
    }
  }

  /// Does what a person does in the browser; answers where it ends.
  private static func returned(from address: String, as user: String) async throws -> String {
    let transport = HTTPTransport()
    let page = try await transport.send(TransportRequest(method: .get, url: address))
    let text = String(decoding: page.body, as: UTF8.self)
    guard let key = text.firstMatch(of: /name="consent" value="([^"]+)"/)?.1 else {
      throw Failure(description: "no form in: \(text.prefix(500))")
    }
    let decision = user.isEmpty ? "decision=deny" : "user=\(user)&decision=allow"
    let target = address.prefix { $0 != "?" }
    var answer = TransportRequest(method: .post, url: String(target))
    answer.headers[.contentType] = "application/x-www-form-urlencoded"
    if let cookie = page.headers[.setCookie] {
      answer.headers[.cookie] = String(cookie.prefix { $0 != ";" })
    }
    answer.body = Array("consent=\(key)&\(decision)".utf8)
    let sent = try await transport.send(answer)
    await transport.shutdown()
    guard let end = sent.headers[.location] else {
      throw Failure(description: "\(sent.status): \(String(decoding: sent.body, as: UTF8.self))")
    }
    return end
  }
}
