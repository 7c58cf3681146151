import Foundation
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A `dsql serve` that is killed while it writes loses nothing that it said it had written.
@Suite(.timeLimit(.minutes(5)))
struct KillTests {
  @Test(arguments: [3, 20])
  func losesNothing(_ writes: Int) async throws {
    let program = try Program()
    defer { program.remove() }
    let options = ["--local-file", "store.sqlite", "--token-for", "writer"]
    var service = try await RunningService(program, options)
    var acknowledged: Set<String> = []
    let writers = 4
    try await withThrowingTaskGroup(of: [String].self) { group in
      let variables = service.variables
      for writer in 0..<writers {
        group.addTask {
          var codes: [String] = []
          // Until the service is gone: then a request fails, and what it wrote is not known.
          for number in 0... {
            let code = "K\(writer)-\(number)"
            guard try await Self.insert(code, variables) else { return codes }
            codes.append(code)
          }
          return codes
        }
      }
      // One more writer whose writes are counted, so that the others are in the middle of theirs.
      for number in 0..<writes {
        let code = "K-\(number)"
        try #require(try await Self.insert(code, variables))
        acknowledged.insert(code)
      }
      service.kill()
      for try await codes in group { acknowledged.formUnion(codes) }
    }
    #expect(acknowledged.count > writes)
    service = try await RunningService(program, options)
    defer { service.stop() }
    let stored = try await Self.codes(service.variables)
    #expect(acknowledged.subtracting(stored).isEmpty)
    // At most the one write that each had not been answered.
    #expect(stored.subtracting(acknowledged).count <= writers)
    #expect(try await Self.insert("K-after", service.variables))
  }

  private static func request(_ path: String, _ variables: [String: String]) throws -> URLRequest {
    let base = try #require(variables["UIPATH_URL"])
    var request = URLRequest(url: try #require(URL(string: "\(base)/datafabric_/api/\(path)")))
    let token = try #require(variables["UIPATH_ACCESS_TOKEN"])
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    return request
  }

  /// Inserts a supplier; false where no answer came.
  private static func insert(_ code: String, _ variables: [String: String]) async throws -> Bool {
    var request = try request("EntityService/Supplier/insert", variables)
    request.httpMethod = "POST"
    request.httpBody = Data(#"{"Code":"\#(code)","Name":"x","IsActive":true}"#.utf8)
    do {
      let (data, response) = try await URLSession.shared.data(for: request)
      guard let response = response as? HTTPURLResponse else { return false }
      #expect(response.statusCode == 200, "\(String(decoding: data, as: UTF8.self))")
      return true
    } catch is URLError {
      return false
    }
  }

  /// The codes of all suppliers that this test made.
  private static func codes(_ variables: [String: String]) async throws -> Set<String> {
    var codes: Set<String> = []
    var start = 0
    while true {
      var request = try request("EntityService/entity/Supplier/query", variables)
      request.httpMethod = "POST"
      request.httpBody = Data(
        """
        {"selectedFields":["Code"],"start":\(start),"limit":1000,"filterGroup":{"queryFilters":[\
        {"fieldName":"Code","operator":"startswith","value":"K"}]}}
        """.utf8
      )
      let (data, _) = try await URLSession.shared.data(for: request)
      let pieces = String(decoding: data, as: UTF8.self).components(separatedBy: #""Code":""#)
      for piece in pieces.dropFirst() { codes.insert(String(piece.prefix { $0 != "\"" })) }
      if pieces.count <= 1000 { return codes }
      start += 1000
    }
  }
}
