import DSQLAPI
package import DSQLPlan

extension Executor {
  /// Runs a change of the schema.
  ///
  /// A choice set's choices are created one after another, since their numbers follow the order.
  ///
  /// Calls: 1, and for a choice set one more for each choice.
  package func change(_ change: SchemaChange) async throws {
    switch change {
    case .createEntity(let draft):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.createEntity(draft)
      }
    case .dropEntity(let id, _):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.deleteEntity(id)
      }
    case .createChoiceSet(let name, let displayName, let choices):
      try monitor.checkRequests(toCome: choices.count + 1)
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.createChoiceSet(name: name, displayName: displayName, description: "")
      }
      for choice in choices {
        try Task.checkCancellation()
        _ = try await monitor.call { () throws(ServiceError) in
          try await service.insertChoice(name: choice.name, label: choice.label, intoSet: name)
        }
      }
    case .dropChoiceSet(let id, _):
      _ = try await monitor.call { () throws(ServiceError) in
        try await service.deleteChoiceSet(id)
      }
    case .none:
      break
    }
  }
}
