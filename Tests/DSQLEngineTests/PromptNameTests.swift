import DSQLEngine
import Testing

@Suite("Whom the prompt names")
struct PromptNameTests {
  static let cases: [(user: String?, isApplication: Bool, expected: String)] = [
    ("ana@acme.com", false, "ana"), ("Ana", false, "Ana"), ("@acme", false, "@acme"),
    (nil, false, ""), ("Rolf Robot", true, "app:0190163d"), (nil, true, "app:0190163d"),
  ]

  @Test(arguments: cases)
  func check(_ item: (user: String?, isApplication: Bool, expected: String)) {
    var info = ConnectionInfo(
      kind: .profile,
      profile: "acme",
      origin: "https://cloud.example",
      organization: "acme",
      tenant: "Production",
      user: item.user,
      tokenSource: "a file"
    )
    info.isApplication = item.isApplication
    info.clientID = "0190163d-8694-739b-aea5-966c26f8c005"
    #expect(info.promptName == item.expected)
  }
}
