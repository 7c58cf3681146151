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

  /// Whether both programs are there.
  static var isInstalled: Bool {
    [driverPath, browserPath].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private let transport = HTTPTransport()
  private let driver: DriverProcess
  private let base: String
  private let folder: URL

  /// Starts the driver and a browser with an empty profile.
  init(withScripts: Bool) async throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("dsql-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    driver = try DriverProcess(Self.driverPath, folder: folder)
    let port = try await driver.port()
    let options: [String: Any] = [
      "binary": Self.browserPath,
      "args": [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--disable-background-networking",
        "--user-data-dir=\(folder.path)/profile",
      ],
      "prefs": withScripts ? [:] : ["profile.managed_default_content_settings.javascript": 2],
    ]
    let opened = try await Self.command(
      transport,
      .post,
      "http://127.0.0.1:\(port)/session",
      ["capabilities": ["alwaysMatch": ["browserName": "chrome", "goog:chromeOptions": options]]]
    )
    guard let session = (opened as? [String: Any])?["sessionId"] as? String else {
      throw Failure(description: "no session: \(String(describing: opened))")
    }
    base = "http://127.0.0.1:\(port)/session/\(session)"
  }

  func open(_ address: String) async throws { _ = try await send(.post, "url", ["url": address]) }

  /// Clicks the first element that a CSS selector means.
  func click(_ selector: String) async throws {
    let found = try await send(
      .post,
      "element",
      ["using": "css selector", "value": selector]
    )
    guard let element = (found as? [String: Any])?.values.first as? String else {
      throw Failure(description: "no element \(selector)")
    }
    _ = try await send(.post, "element/\(element)/click", [:])
  }

  /// The text of the page as a person reads it.
  func text() async throws -> String {
    let found = try await send(.post, "element", ["using": "css selector", "value": "body"])
    guard let element = (found as? [String: Any])?.values.first as? String else {
      throw Failure(description: "no page")
    }
    return try await send(.get, "element/\(element)/text", nil) as? String ?? ""
  }

  /// Ends the browser and the driver.
  func close() async {
    _ = try? await send(.delete, "", nil)
    await transport.shutdown()
    driver.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  private func send(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ body: [String: Any]?
  ) async throws -> Any? {
    let address = path.isEmpty ? base : "\(base)/\(path)"
    return try await Self.command(transport, method, address, body)
  }

  private static func command(
    _ transport: HTTPTransport,
    _ method: HTTPRequest.Method,
    _ address: String,
    _ body: [String: Any]?
  ) async throws -> Any? {
    var request = TransportRequest(method: method, url: address)
    if let body {
      request.headers[.contentType] = "application/json"
      request.body = Array(try JSONSerialization.data(withJSONObject: body))
    }
    let answer = try await transport.send(request)
    let text = String(decoding: answer.body, as: UTF8.self)
    guard answer.status == 200,
      let object = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
    else { throw Failure(description: "\(method) \(address): \(answer.status) \(text)") }
    return object["value"]
  }
}
