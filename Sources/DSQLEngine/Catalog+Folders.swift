import DSQLAPI
import DSQLCatalog
import DSQLPlan
import DSQLTypes

extension Catalog {
  /// The folder whose key the calls of a change must carry; nil at tenant level.
  ///
  /// - Source: `data-service-api.md` §2.7.
  func folderKey(of change: SchemaChange) -> String? {
    switch change {
    case .createEntity(let draft): draft.folderKey
    case .alterEntity(let id, _, _), .dropEntity(let id, _): table(id: id)?.address.folderKey
    case .addChoice(_, let setName), .renameChoice(_, _, let setName),
      .dropChoices(_, _, let setName):
      folderKey(of: choiceSets.first { $0.name == setName })
    case .dropChoiceSet(let id, _):
      folderKey(of: choiceSets.first { TextComparison.areEqual($0.id, id) })
    case .createChoiceSet(_, _, let folderKey, _): folderKey
    case .none: nil
    }
  }

  private func folderKey(of set: ChoiceSet?) -> String? {
    set.flatMap { $0.folderID == EntityAddress.tenantFolder ? nil : $0.folderID }
  }
}
