import DSQLClient
import HTTPTypes
import Testing

@Suite("A login goes to its own server alone")
struct PinnedTransportTests {
  static let refused = [
    "https://cloud.uipath.com.evil.example/x", "https://evil.example/cloud.uipath.com",
    "https://api.uipath.com/x", "https://cloud.uipath.com:444/x", "http://cloud.uipath.com/x",
    "https://cloud.uipath.com@evil.example/x", "https://xcloud.uipath.com/x", "ftp://x/", "",
  ]
  static let sent = [
    "https://cloud.uipath.com/x", "https://CLOUD.uipath.com/x", "https://cloud.uipath.com:443/x",
  ]

  @Test("Scheme, host and port are compared, nothing else", arguments: refused + sent)
  func check(_ url: String) async throws {
    let stubs = [ScriptedTransport.Stub("GET", "/x", .answer(200, ""))]
    let inner = ScriptedTransport(stubs)
    let owner = try #require(ServerAddress(url: "https://cloud.uipath.com"))
    let transport = PinnedTransport(inner, to: owner)
    let request = TransportRequest(method: .get, url: url)
    if Self.sent.contains(url) {
      #expect(try await transport.send(request).status == 200)
    } else {
      await #expect(throws: TransportError.self) { try await transport.send(request) }
      #expect(inner.requests.isEmpty)
    }
  }
}
