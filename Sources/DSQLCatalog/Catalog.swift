import DSQLAPI
package import DSQLTypes

/// What is known of one tenant: its tables, its choice sets, and how its service behaves.
///
/// A snapshot by value; it holds no connection and never changes by itself.
package struct Catalog: Hashable, Sendable {
  /// The tables, sorted by name.
  package let tables: [Table]
  /// The choice sets, sorted by name.
  package let choiceSets: [ChoiceSet]
  package let traits: ServiceTraits

  package init(tables: [Table], choiceSets: [ChoiceSet], traits: ServiceTraits) {
    self.tables = tables.sorted { TextComparison.compare($0.name, $1.name) < 0 }
    self.choiceSets = choiceSets.sorted { TextComparison.compare($0.name, $1.name) < 0 }
    self.traits = traits
  }

  /// The catalogue with the traits that are the service's beside a connection's own comparison.
  package func relative(to collation: Collation) -> Catalog {
    Catalog(tables: tables, choiceSets: choiceSets, traits: traits.relative(to: collation))
  }

  /// Finds the table that a name means.
  package func table(named name: String, matching: NameMatching) -> NameLookup<Table> {
    NameLookup.find(name, in: tables, matching: matching, by: \.name)
  }

  /// Finds the choice set that a name means.
  package func choiceSet(named name: String, matching: NameMatching) -> NameLookup<ChoiceSet> {
    NameLookup.find(name, in: choiceSets, matching: matching, by: \.name)
  }

  /// The catalogue after a write: the entity of that name has so many records more, nil for an
  /// unknown number of them.
  package func after(growth: Int?, of name: String) -> Catalog {
    if growth == 0 { return self }
    let changed = tables.map { table in
      guard table.name == name, let count = table.recordCount else { return table }
      return table.with(
        columns: table.columns,
        recordCount: growth.map { max(count + $0, 0) }
      )
    }
    return Catalog(tables: changed, choiceSets: choiceSets, traits: traits)
  }

  /// The table that a relationship points at; nil where the tenant does not list it.
  package func table(id: String) -> Table? {
    tables.first { TextComparison.areEqual($0.address.id, id) }
  }
}

/// A choice set with its values.
package struct ChoiceSet: Hashable, Sendable {
  package let id: String
  package let name: String
  package let description: String
  package let domain: ChoiceDomain
  /// The ids of the choices, by their numbers.
  package let choiceIDs: [Int64: String]
  /// The folder's GUID; all zeros at tenant level.
  package let folderID: String

  package init(
    id: String,
    name: String,
    description: String,
    domain: ChoiceDomain,
    choiceIDs: [Int64: String] = [:],
    folderID: String = EntityAddress.tenantFolder
  ) {
    self.id = id
    self.name = name
    self.description = description
    self.domain = domain
    self.choiceIDs = choiceIDs
    self.folderID = folderID
  }
}
