import DSQLAPI
import Foundation

/// Reads the records that a batch refused.
///
/// - Source: `data-service-api.md` §3.10.
enum BatchFailures {
  /// The failures of `failureRecords`: an array, one object in its place, or null.
  static func decode(_ json: [UInt8]?) throws(PageDecoder.Failure) -> [BatchFailure] {
    guard let json, json != Array("null".utf8) else { return [] }
    let data = Data(json)
    if let objects = try? JSONDecoder().decode([LooseObject].self, from: data) {
      return objects.map(failure)
    }
    if let object = try? JSONDecoder().decode(LooseObject.self, from: data) {
      return object.isEmpty ? [] : [failure(object)]
    }
    throw PageDecoder.Failure(message: "the answer's list of failures cannot be read")
  }

  private static func failure(_ object: LooseObject) -> BatchFailure {
    let record = object.object("record")
    return BatchFailure(
      message: object.text("error", "message") ?? "no reason given",
      id: record?.text("id")?.lowercased(),
      record: record?.fieldValues ?? [:]
    )
  }
}
