import Foundation
import Testing

/// What EXPLAIN says will be sent, against what is sent.
///
/// EXPLAIN prints each scan's first page and how many pages it expects; the others differ in their
/// `start` alone.
@Suite(.timeLimit(.minutes(5))) struct RequestTests {
  private struct Request: Hashable, Comparable {
    var line: String
    var body = ""

    static func < (left: Request, right: Request) -> Bool {
      (left.line, left.body) < (right.line, right.body)
    }
  }

  private func check(_ statement: String) async throws {
    let program = try Program()
    defer { program.remove() }
    let store = ["-X", "--local-file", "store.sqlite", "-At"]
    let told = try await program.run(store + ["-c", "EXPLAIN \(statement)"])
    let sent = try await program.run(store + ["-E", "-c", statement])
    #expect(told.status == 0, "\(told.errors)")
    #expect(sent.status == 0, "\(sent.errors)")
    let announced = requests(in: told.output)
    let made = requests(in: sent.errors).filter { !Self.readsSchema($0) }
    #expect(!announced.isEmpty)
    #expect(firstPages(of: made).sorted() == announced.sorted(), "\(statement)")
    #expect(made.count == expectedCalls(in: told.output), "\(statement)\n\(told.output)")
  }

  private func requests(in text: String) -> [Request] {
    var requests: [Request] = []
    for line in text.split(separator: "\n") {
      let words = line.drop { !$0.isLetter && $0 != "{" }
      if words.hasPrefix("{"), !requests.isEmpty {
        requests[requests.count - 1].body = String(words)
        continue
      }
      let call = words.hasPrefix("REQUEST:") ? words.dropFirst(8).drop { $0 == " " } : words
      guard call.hasPrefix("GET /") || call.hasPrefix("POST /") || call.contains("://") else {
        continue
      }
      let path = call.range(of: "_/api").map { call[$0.upperBound...] }
      let method = call.prefix { $0 != " " }
      requests.append(Request(line: path.map { "\(method) \($0)" } ?? String(call)))
    }
    return requests
  }

  /// Whether a call is of the catalogue, which a session reads once.
  private static func readsSchema(_ request: Request) -> Bool {
    request.line.hasPrefix("GET /Entity") || request.line.contains("/query_expansion")
  }

  /// The calls with those left out that ask for a later page of the same.
  private func firstPages(of requests: [Request]) -> [Request] {
    var first: [Request: (start: Int, request: Request)] = [:]
    for request in requests {
      var rest = request
      var start = 0
      if let place = request.body.firstRange(of: /"start":\d+/) {
        start = Int(request.body[place].dropFirst(8)) ?? 0
        rest.body.removeSubrange(place)
      }
      if let earlier = first[rest], earlier.start <= start { continue }
      first[rest] = (start, request)
    }
    return first.values.map(\.request)
  }

  /// The sum of "expected … in 3 calls" over the plan.
  private func expectedCalls(in text: String) -> Int {
    text.matches(of: /expected .* in (\d+) calls?/).reduce(0) { $0 + (Int($1.1) ?? 0) }
  }

  @Test(arguments: [
    "SELECT Name FROM Supplier WHERE Country = 'Norway' LIMIT 2",
    "SELECT count(*) FROM Invoice",
    "SELECT count(*) FROM Invoice WHERE Status = 'Paid'",
    """
    SELECT Number FROM Invoice WHERE TotalAmount > 30000 AND Status IN ('Paid', 'Rejected') \
    ORDER BY TotalAmount DESC LIMIT 5
    """,
    """
    SELECT Name FROM Supplier WHERE NOT (Country = 'Norway' OR PaymentTermDays > 30) \
    ORDER BY Name
    """,
    "SELECT Name FROM Supplier WHERE Notes IS NULL AND CreditLimit BETWEEN 1000 AND 90000.5",
    "SELECT Currency, count(*), sum(TotalAmount) FROM Invoice GROUP BY Currency",
    "SELECT Number, Supplier.Name FROM Invoice WHERE Status = 'On hold' ORDER BY Number LIMIT 3",
    "SELECT Name FROM Supplier WHERE Name LIKE '%AS'",
    "SELECT Name FROM Supplier WHERE Country = 'Norway' AND length(City) = 6",
    "SELECT Name FROM Supplier ORDER BY Name LIMIT 10 OFFSET 20",
    """
    SELECT s.Name, count(*) FROM Supplier s JOIN Invoice i ON i.Supplier = s.Id \
    WHERE i.TotalAmount > 30000 GROUP BY s.Name
    """,
    "SELECT DISTINCT City FROM Supplier WHERE Country = 'Norway'",
    "SELECT Number FROM Invoice ORDER BY Number",
  ])
  func explainTellsWhatIsSent(statement: String) async throws { try await check(statement) }
}
