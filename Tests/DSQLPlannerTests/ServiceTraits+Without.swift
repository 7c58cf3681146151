import DSQLAPI
import DSQLCatalog

extension ServiceTraits {
  /// The same service without a part of its interface.
  func without(_ feature: QueryFeature) -> ServiceTraits {
    var result = self
    result.features[feature] = false
    return result
  }
}
