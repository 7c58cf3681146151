import DSQLClient

/// A way in which a service's answers may differ from what the embedded one writes.
///
/// - Source: `data-service-api.md` §7.
enum AnswerMutation: String, CaseIterable, Sendable, CustomStringConvertible {
  case envelopeInPascalCase = "the envelope in Pascal case"
  case keysInLowerCase = "keys in lower case"
  case idsInUpperCase = "ids in upper case"
  case relationshipsAsObjects = "objects for ids"
  case choicesAsText = "several choices as text"
  case extraKeys = "extra keys"
  case nullsLeftOut = "NULL left out"
  case totalLeftOut = "no total"

  var description: String { rawValue }

  /// An answer on records as such a service would write it.
  func changed(_ body: String) -> String {
    switch self {
    case .envelopeInPascalCase:
      return body.replacing("\"totalRecordCount\":", with: "\"TotalRecordCount\":")
        .replacing("\"value\":", with: "\"Value\":")
    case .keysInLowerCase:
      return body.replacing(/"([A-Za-z0-9_.]+)":/) { "\"\($0.1.lowercased())\":" }
    case .idsInUpperCase:
      return body.replacing(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/) { $0.0.uppercased() }
    case .relationshipsAsObjects:
      return body.replacing(/("(?:Rel[A-Z][0-9]|CreatedBy|UpdatedBy)":)("[0-9a-f-]{36}")/) {
        "\($0.1){\"Id\":\($0.2)}"
      }
    case .choicesAsText:
      return body.replacing(/:(\[[0-9][0-9,]*\])/) { ":\"\($0.1)\"" }
    case .extraKeys:
      return body.replacing("{\"", with: "{\"Zusatz\":[1,{\"x\":null},\"}\"],\"")
    case .nullsLeftOut:
      return body.replacing(/"[A-Za-z0-9_.]+":null,/, with: "")
        .replacing(/,"[A-Za-z0-9_.]+":null/, with: "")
    case .totalLeftOut:
      return body.replacing(/"totalRecordCount":[0-9]+,/, with: "")
    }
  }
}

/// Changes the answers on records that come from another transport.
struct MutatingTransport: Transport {
  private let transport: any Transport
  private let mutation: AnswerMutation

  init(_ transport: any Transport, _ mutation: AnswerMutation) {
    self.transport = transport
    self.mutation = mutation
  }

  func send(_ request: TransportRequest) async throws(TransportError) -> TransportAnswer {
    var answer = try await transport.send(request)
    guard answer.status == 200, request.url.contains("EntityService"),
      !request.url.contains("query_expansion")
    else { return answer }
    answer.body = Array(mutation.changed(String(decoding: answer.body, as: UTF8.self)).utf8)
    return answer
  }
}
