// swift-tools-version: 6.2
// The rooms of dsql and what each may use. `docs/architecture.md` explains the table, and
// `Tests/DSQLArchitectureTests` holds every target and every `import` line to it.
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let linkerSettings: [LinkerSetting] = [
  .unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))
]

// Products of the packages in `dependencies`, by the name that `import` uses.
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient",
  package: "async-http-client"
)
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
  name: "HummingbirdTesting",
  package: "hummingbird"
)
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(
  name: "ServiceLifecycle",
  package: "swift-service-lifecycle"
)
let unixSignals = Target.Dependency.product(
  name: "UnixSignals",
  package: "swift-service-lifecycle"
)
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name,
    dependencies: dependencies,
    swiftSettings: swiftSettings,
    linkerSettings: linkerSettings
  )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies,
    exclude: fixtureFolders[name] ?? [],
    swiftSettings: swiftSettings,
    linkerSettings: linkerSettings
  )
}

// Folders of test data, read by their path in the source tree.
let fixtureFolders: [String: [String]] = [
  "DSQLSyntaxTests": ["Fixtures"],
  "DSQLClientTests": ["Fixtures"],
  "DSQLEngineTests": ["Fixtures"],
  "DSQLPlannerTests": ["Fixtures"],
  "dsqlTests": ["Fixtures"],
]

let package = Package(
  name: "dsql",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird",
      from: "2.28.1",
      traits: []
    ),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // Bottom rooms: no input, no output, no clock.
    room("DSQLDiagnostics", []),
    room("DSQLTypes", []),
    room("DSQLSyntax", ["DSQLDiagnostics"]),
    room("DSQLAPI", ["DSQLTypes", collections]),
    room("DSQLCatalog", ["DSQLAPI", "DSQLTypes"]),
    room("DSQLPlan", ["DSQLCatalog", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics"]),
    room(
      "DSQLPlanner",
      ["DSQLSyntax", "DSQLCatalog", "DSQLPlan", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics"]
    ),

    // Rooms that reach the outside.
    .target(
      name: "CSimdJSON",
      cxxSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]
    ),
    .systemLibrary(
      name: "CEditLine",
      pkgConfig: "libedit",
      providers: [.apt(["libedit-dev"])]
    ),
    .systemLibrary(
      name: "CSQLite",
      pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]
    ),
    room(
      "DSQLClient",
      [
        "DSQLAPI", "DSQLTypes", "CSimdJSON", asyncHTTPClient, nioCore, nioHTTP1, nioSSL, httpTypes,
        logging, collections,
      ]
    ),
    room(
      "DSQLLocalQuery",
      [
        "DSQLPlan", "DSQLCatalog", "DSQLTypes", "DSQLDiagnostics", "CSQLite", grdb, grdbSQLite,
        collections,
      ]
    ),
    room(
      "DSQLExecution",
      [
        "DSQLPlan", "DSQLCatalog", "DSQLLocalQuery", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics",
        collections,
      ]
    ),
    room(
      "DSQLSession",
      [
        "DSQLClient", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics", httpTypes, hummingbird, crypto,
        tomlKit, logging,
      ]
    ),
    room(
      "DSQLService",
      [
        "DSQLAPI", "DSQLTypes", "DSQLSyntax", "DSQLDiagnostics", "CSQLite", hummingbird, nioCore,
        httpTypes, logging, serviceLifecycle, grdb, grdbSQLite, jwtKit, crypto, collections,
      ]
    ),

    // Rooms that face the user.
    room(
      "DSQLEngine",
      [
        "DSQLSession", "DSQLClient", "DSQLExecution", "DSQLLocalQuery", "DSQLPlanner", "DSQLPlan",
        "DSQLCatalog", "DSQLSyntax", "DSQLAPI", "DSQLTypes", "DSQLDiagnostics", collections,
      ]
    ),
    room("DSQLTransfer", ["DSQLEngine", "DSQLTypes", "DSQLDiagnostics"]),
    room("DSQLRendering", ["DSQLTypes", "DSQLDiagnostics"]),
    room(
      "DSQLShell",
      [
        "DSQLEngine", "DSQLRendering", "DSQLTransfer", "DSQLSyntax", "DSQLCatalog", "DSQLTypes",
        "DSQLDiagnostics", "CEditLine", collections,
      ]
    ),
    program(
      "dsql",
      [
        "DSQLEngine", "DSQLSession", "DSQLShell", "DSQLRendering", "DSQLTransfer", "DSQLService",
        "DSQLTypes", "DSQLDiagnostics", argumentParser, serviceLifecycle, unixSignals, logging,
      ]
    ),
    program(
      "DSQLBench",
      [
        "DSQLEngine", "DSQLSession", "DSQLRendering", "DSQLService", "DSQLSyntax", "DSQLClient",
        "DSQLLocalQuery", "DSQLPlanner", "DSQLPlan", "DSQLCatalog", "DSQLAPI", "DSQLTypes",
        "DSQLDiagnostics", "CSimdJSON",
      ]
    ),

    // Tests, one target per room.
    .target(
      name: "DSQLTestSupport",
      dependencies: ["DSQLDiagnostics", "DSQLTypes", "DSQLAPI", "DSQLCatalog"],
      path: "Tests/DSQLTestSupport",
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "DSQLLoginAgent",
      dependencies: ["DSQLSession", "DSQLClient", "DSQLAPI"],
      path: "Tests/DSQLLoginAgent",
      swiftSettings: swiftSettings,
      linkerSettings: linkerSettings
    ),
    tests("DSQLArchitectureTests", []),
    tests("DSQLDiagnosticsTests", ["DSQLDiagnostics"]),
    tests("DSQLTypesTests", ["DSQLTypes"]),
    tests("DSQLSyntaxTests", ["DSQLSyntax", "DSQLDiagnostics", "DSQLTestSupport"]),
    tests("DSQLAPITests", ["DSQLAPI", "DSQLTypes"]),
    tests("DSQLCatalogTests", ["DSQLCatalog", "DSQLAPI", "DSQLTypes", "DSQLTestSupport"]),
    tests(
      "DSQLPlannerTests",
      [
        "DSQLPlanner", "DSQLPlan", "DSQLSyntax", "DSQLCatalog", "DSQLAPI", "DSQLTypes",
        "DSQLDiagnostics", "DSQLTestSupport",
      ]
    ),
    tests(
      "DSQLClientTests",
      [
        "DSQLClient", "DSQLAPI", "DSQLTypes", "CSimdJSON", "DSQLTestSupport", httpTypes, nioCore,
        nioSSL, hummingbird, hummingbirdTLS, logging,
      ]
    ),
    tests(
      "DSQLLocalQueryTests",
      [
        "DSQLLocalQuery", "DSQLPlan", "DSQLPlanner", "DSQLSyntax", "DSQLCatalog", "DSQLAPI",
        "DSQLTypes", "DSQLDiagnostics", "DSQLTestSupport",
      ]
    ),
    tests(
      "DSQLExecutionTests",
      [
        "DSQLExecution", "DSQLLocalQuery", "DSQLPlan", "DSQLPlanner", "DSQLSyntax", "DSQLCatalog",
        "DSQLAPI", "DSQLTypes", "DSQLDiagnostics", "DSQLTestSupport",
      ]
    ),
    tests(
      "DSQLSessionTests",
      [
        "DSQLSession", "DSQLLoginAgent", "DSQLService", "DSQLClient", "DSQLAPI", "DSQLTypes",
        httpTypes, hummingbird, nioCore, logging,
      ]
    ),
    tests(
      "DSQLServiceTests",
      [
        "DSQLService", "DSQLAPI", "DSQLTypes", "DSQLClient", "DSQLTestSupport", hummingbird,
        hummingbirdTesting, httpTypes, jwtKit, nioCore, logging,
      ]
    ),
    tests(
      "DSQLEngineTests",
      [
        "DSQLEngine", "DSQLSession", "DSQLService", "DSQLClient", "DSQLCatalog", "DSQLAPI",
        "DSQLTypes", "DSQLDiagnostics", "DSQLTestSupport", "DSQLRendering", logging,
      ]
    ),
    tests("DSQLTransferTests", ["DSQLTransfer", "DSQLEngine", "DSQLTypes", "DSQLDiagnostics"]),
    tests("DSQLRenderingTests", ["DSQLRendering", "DSQLTypes", "DSQLDiagnostics"]),
    tests(
      "DSQLShellTests",
      [
        "DSQLAPI", "DSQLCatalog", "DSQLShell", "DSQLEngine", "DSQLRendering", "DSQLTypes",
        "DSQLDiagnostics",
      ]
    ),
    tests("dsqlTests", ["dsql", "DSQLClient", "DSQLTestSupport", httpTypes]),
  ],
  cxxLanguageStandard: .cxx17
)
