import Hummingbird

/// The service's endpoints.
///
/// - Source: `data-service-api.md` §2.1 and §3.1.
struct ServiceRouter {
  let store: Store
  let authority: TokenAuthority
  let options: EmbeddedServiceOptions
  let seconds: @Sendable () -> Int64

  func make() -> some HTTPResponder<ServiceContext> {
    TenantResponder(
      organization: options.organization,
      tenant: options.tenant,
      inner: router().buildResponder()
    )
  }

  /// The endpoints below `/api`, with what every request goes through.
  func router() -> Router<ServiceContext> {
    let router = Router(context: ServiceContext.self)
    router.add(middleware: FailureMiddleware())
    router.add(
      middleware: AuthenticationMiddleware(
        authority: authority,
        statusOfMissingScope: options.identity.statusOfMissingScope,
        seconds: seconds
      )
    )
    router.add(middleware: RoleMiddleware(store: store))
    add(to: router.group("api"))
    return router
  }

  private func add(to api: RouterGroup<ServiceContext>) {
    let schema = SchemaRoutes(store: store)
    let choices = ChoiceRoutes(store: store)
    let byID = RecordRoutes(store: store, options: options, form: .id)
    let byName = RecordRoutes(store: store, options: options, form: .name)
    let imports = ImportRoutes(store: store, options: options, files: FailedRowFiles())
    let hasLaterVersions = options.has(.laterVersions)
    schema.add(to: api.group("Entity"))
    // Without the second version there is no other way to a long text.
    let idGroup = api.group("EntityService/entity/:entity")
    byID.add(to: idGroup, readsWholeText: !hasLaterVersions)
    choices.addByID(to: idGroup)
    if options.has(.bulkUpload) {
      imports.add(to: idGroup, form: .id)
      imports.add(to: api.group("EntityService/:entity"), form: .name)
      imports.addErrors(to: api)
    }
    let nameGroup = api.group("EntityService/:entity")
    byName.add(to: nameGroup, readsWholeText: !hasLaterVersions)
    choices.addByName(to: nameGroup)
    AttachmentRoutes(store: store, form: .id).add(to: api.group("Attachment/entity/:entity"))
    AttachmentRoutes(store: store, form: .name).add(to: api.group("Attachment/:entity"))
    if options.apiLevel == .cloud {
      api.post("v1/query/execute", use: SQLRoutes(store: store, options: options).execute)
    }
    guard hasLaterVersions else { return }
    api.get("v2/Entity", use: schema.listAll)
    let second = api.group("v2/EntityService/entity/:entity")
    second.get("read/:record") { request, context in
      try await byID.read(request, context, readsWholeText: true)
    }
    second.post("query", use: byID.query)
    schema.addCommon(to: api.group("v3/entities"))
    var third = byID
    third.refusesJoins = true
    third.add(to: api.group("v3/entities/entity/:entity"), readsWholeText: true)
  }
}
