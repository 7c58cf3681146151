import DSQLClient
import Foundation
import HTTPTypes

/// A Chromium without a window, led through the WebDriver protocol.
///
/// - Source: https://www.w3.org/TR/webdriver2/ for the commands.
struct HeadlessBrowser: Sendable {
  /// The WebDriver's answer was not the one that a command has.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Where Debian's packages put the two programs.
  private static let driverPath = "/usr/bin/chromedriver"
  private static let browserPath = "/usr/bin/chromium"
  /// The member that holds an element's id, by the protocol.
  private static let elementKey = "element-6066-11e4-a52e-4f735466cecf"

  /// Whether both programs are there.
  static var isInstalled: Bool {
    [driverPath, browserPath].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private let transport = HTTPTransport()
  private let driver: DriverProcess
  private let base: String
  private let folder: URL

  /// Starts the driver and a browser with an empty profile.
  init(runsScripts: Bool) async throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dsql-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    driver = try DriverProcess(Self.driverPath, folder: folder)
    let port = try await driver.port()
    let options = NewSession.Options(
      binary: Self.browserPath,
      args: [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--disable-background-networking",
        "--user-data-dir=\(folder.path)/profile",
      ],
      prefs: runsScripts ? [:] : ["profile.managed_default_content_settings.javascript": 2]
    )
    let origin = "http://127.0.0.1:\(port)"
    let opened: Session = try await Self.command(
      transport,
      .post,
      "\(origin)/session",
      JSONEncoder().encode(NewSession(capabilities: .init(alwaysMatch: .init(options: options))))
    )
    base = "\(origin)/session/\(opened.sessionId)"
  }

  func open(_ address: String) async throws {
    try await act("url", JSONEncoder().encode(["url": address]))
  }

  /// Clicks the first element that a CSS selector means.
  func click(_ selector: String) async throws {
    try await act("element/\(element(selector))/click", Data("{}".utf8))
  }

  /// The text of the page as a person reads it.
  func text() async throws -> String {
    let path = "\(base)/element/\(try await element("body"))/text"
    return try await Self.command(transport, .get, path, nil)
  }

  /// Ends the browser and the driver.
  func close() async {
    try? await act("", nil, .delete)
    await transport.shutdown()
    driver.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  private func element(_ selector: String) async throws -> String {
    let body = try JSONEncoder().encode(["using": "css selector", "value": selector])
    let found: [String: String] = try await Self.command(
      transport,
      .post,
      "\(base)/element",
      body
    )
    guard let element = found[Self.elementKey] else {
      throw Failure(description: "no element \(selector)")
    }
    return element
  }

  /// Sends a command whose answer is null.
  private func act(
    _ path: String,
    _ body: Data?,
    _ method: HTTPRequest.Method = .post
  ) async throws {
    let address = path.isEmpty ? base : "\(base)/\(path)"
    let _: String? = try await Self.command(transport, method, address, body)
  }

  private static func command<Value: Decodable>(
    _ transport: HTTPTransport,
    _ method: HTTPRequest.Method,
    _ address: String,
    _ body: Data?
  ) async throws -> Value {
    var request = TransportRequest(method: method, url: address)
    if let body {
      request.headers[.contentType] = "application/json"
      request.body = Array(body)
    }
    let answer = try await transport.send(request)
    guard answer.status == 200 else {
      let text = String(decoding: answer.body, as: UTF8.self)
      throw Failure(description: "\(method) \(address): \(answer.status) \(text)")
    }
    return try JSONDecoder().decode(Answer<Value>.self, from: Data(answer.body)).value
  }

  private struct Answer<Value: Decodable>: Decodable {
    var value: Value
  }

  private struct Session: Decodable {
    var sessionId: String
  }

  private struct NewSession: Encodable {
    struct Options: Encodable {
      var binary: String
      var args: [String]
      var prefs: [String: Int]
    }

    struct Match: Encodable {
      var browserName = "chrome"
      var options: Options

      enum CodingKeys: String, CodingKey {
        case browserName
        case options = "goog:chromeOptions"
      }
    }

    struct Capabilities: Encodable {
      var alwaysMatch: Match
    }

    var capabilities: Capabilities
  }
}
