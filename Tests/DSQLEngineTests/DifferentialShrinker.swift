import DSQLAPI

/// Makes a failure small: less statement, then fewer records and fields.
struct DifferentialShrinker: Sendable {
  /// Says how a statement still fails over a tenant; nil where it does not.
  typealias Check = @Sendable (SQLTree, GeneratedTenant) async -> String?

  /// How often the statement is tried again, and then the records.
  var mostStatements = 250
  var mostTenants = 40

  /// - Returns: The smallest statement and tenant that were found to fail, and how they fail.
  func smallest(
    _ tree: SQLTree,
    over tenant: GeneratedTenant,
    failing message: String,
    statement: @Sendable (SQLTree) async -> String?,
    tenant check: Check
  ) async -> (tree: SQLTree, tenant: GeneratedTenant, message: String) {
    var best = (tree: tree, tenant: tenant, message: message)
    var left = mostStatements
    var isSmaller = true
    while isSmaller, left > 0 {
      isSmaller = false
      for candidate in best.tree.smaller where candidate.sql.count <= best.tree.sql.count {
        left -= 1
        if left < 0 { break }
        if candidate.sql == best.tree.sql { continue }
        if let message = await statement(candidate) {
          best = (candidate, best.tenant, message)
          isSmaller = true
          break
        }
      }
    }
    await reduceRecords(&best, check)
    await reduceFields(&best, check)
    return best
  }

  /// Leaves out records by halves, quarters and so on.
  private func reduceRecords(
    _ best: inout (tree: SQLTree, tenant: GeneratedTenant, message: String),
    _ check: Check
  ) async {
    var left = mostTenants
    for entity in best.tenant.entities.indices {
      var size = max(best.tenant.entities[entity].records.count, 1)
      while size >= 1, left > 0 {
        var start = 0
        while start < best.tenant.entities[entity].records.count, left > 0 {
          var smaller = best.tenant
          let end = min(start + size, smaller.entities[entity].records.count)
          smaller.entities[entity].records.removeSubrange(start..<end)
          left -= 1
          if let message = await check(best.tree, smaller) {
            best = (best.tree, smaller, message)
          } else {
            start += size
          }
        }
        size /= 2
      }
    }
  }

  /// Leaves out the fields that the statement does not name.
  private func reduceFields(
    _ best: inout (tree: SQLTree, tenant: GeneratedTenant, message: String),
    _ check: Check
  ) async {
    let sql = best.tree.sql
    var smaller = best.tenant
    for entity in smaller.entities.indices {
      smaller.entities[entity].fields.removeAll { $0.name != "Name" && !sql.contains($0.name) }
    }
    if let message = await check(best.tree, smaller) { best = (best.tree, smaller, message) }
  }
}

extension GeneratedTenant {
  /// The fields and records, as a failure prints them; long ones are cut.
  var summary: String {
    entities.map { entity in
      let fields = entity.fields.map { "\($0.name) \($0.kind)" }.joined(separator: ", ")
      let rows = entity.records.prefix(12).map { record in
        let values = entity.fields.map { field -> String in
          if let key = record.links[field.name] { return "#\(key)" }
          switch record.values[field.name] {
          case nil, .null: return "NULL"
          case .boolean(let flag): return String(flag)
          case .number(let digits): return digits
          case .text(let text): return "'\(text)'"
          case .numbers(let numbers): return "\(numbers)"
          }
        }
        let mark = record.isDoomed ? " (deleted)" : ""
        return "  #\(record.key): \(values.joined(separator: ", "))\(mark)"
      }
      let more = entity.records.count > 12 ? ["  … \(entity.records.count) records"] : []
      return ([" \(entity.name) (\(fields))"] + rows + more).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
