// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

/// One line a target; the floors and what each may import stand in ARCHITECTURE.md, and a test compares the two.
func target(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "promig",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "promig", targets: ["promig"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq"),
        .systemLibrary(name: "CGLPK"),
        .systemLibrary(name: "CZlib"),
        target("Journal", [crypto]),
        target("Vault", ["Journal", crypto, cryptoExtras]),
        target("Access", ["Journal"]),
        target("Matching", ["Journal", "Vault"]),
        target("HTML", [nioCore]),
        target("Storage", ["Journal"]),
        target("StorageSQLite", ["Journal", "Storage", grdb, grdbSQLite]),
        target("StoragePostgres", ["Journal", "Storage", "CPostgres"]),
        target("Statistics", ["Journal", "Storage", "CGLPK"]),
        target("Accounts", ["Journal", "Access", "Storage", "Vault", crypto]),
        target("NetworkLife", ["Journal", "Access", "Storage", "Statistics", "Vault", "Accounts"]),
        target("Results", ["Journal", "Access", "Storage", "Statistics"]),
        target("Protection", ["Journal", "Access", "Storage", "Statistics", "Vault", "Accounts", "Matching"]),
        .target(name: "CAssets"),
        target(
            "Web",
            [
                "Journal", "Access", "Storage", "Statistics", "Vault", "Accounts", "NetworkLife", "Results", "Protection", "Exchange", "HTML", "CAssets",
                "CZlib", hummingbird, nioCore,
                .product(name: "Logging", package: "swift-log"), .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            exclude: ["Assets"]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter"),
        target(
            "Exchange",
            [
                "Journal", "Access", "Storage", "Statistics", "Vault", "Accounts", "NetworkLife", "Results", "HTML", "CCurl", "CXLSXWriter",
                .product(name: "Yams", package: "Yams"),
            ]),
        .executableTarget(
            name: "promig",
            dependencies: [
                "Journal", "Access", "Vault", "Storage", "StorageSQLite", "StoragePostgres", "Accounts", "Matching", "NetworkLife", "Results", "Protection",
                "Statistics", "Exchange", "Web", "CAssets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),

        // The measures of `make bench`, and the plain code that they are measured against; no part of what is shipped.
        .executableTarget(
            name: "Measure",
            dependencies: [
                "Journal", "Access", "Vault", "Storage", "StorageSQLite", "StoragePostgres", "CPostgres", "Accounts", "Matching", "NetworkLife", "Results",
                "Protection", "Web", grdb, grdbSQLite, hummingbird, nioCore,
                .product(name: "NIOEmbedded", package: "swift-nio"), .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/Measure", swiftSettings: settings),

        .target(name: "Support", dependencies: ["Storage", "StorageSQLite", "StoragePostgres"], path: "Tests/Support", swiftSettings: settings),
        tests("StructureTests", []),
        tests("StatisticsTests", ["Journal", "Statistics", "Support"]),
        tests("HTMLTests", ["HTML", nioCore]),
        tests("VaultTests", ["Journal", "Vault", crypto]),
        tests("MatchingTests", ["Journal", "Vault", "Matching", "Support"]),
        tests("JournalTests", ["Journal", "Support", crypto]),
        tests("StorageTests", ["Journal", "Storage", "StorageSQLite", "StoragePostgres", "Support"]),
        tests("StoragePostgresTests", ["Journal", "Storage", "StoragePostgres", "Support"]),
        tests(
            "NetworkTests",
            ["Journal", "Access", "Storage", "StorageSQLite", "Statistics", "Vault", "Accounts", "NetworkLife", "Results", "Protection", "Support"]),
        tests("ProtectionTests", ["Journal", "Access", "Storage", "Statistics", "Vault", "Accounts", "Protection", "Results", "Support"]),
        tests("ResultsTests", ["Journal", "Access", "Storage", "Statistics", "Results", "Support"]),
        // Works the indicators out from entries: what it imports is all that it may know.
        .target(name: "SecondWay", dependencies: ["Journal"], path: "Tests/SecondWay", swiftSettings: settings),
        tests(
            "IndicatorTests",
            ["Journal", "Access", "Storage", "Statistics", "Vault", "Accounts", "NetworkLife", "Results", "Protection", "SecondWay", "Support"]),
        tests("ExchangeTests", ["Journal", "Access", "NetworkLife", "Results", "Exchange", "Support"]),
        tests(
            "WebTests",
            [
                "Journal", "Access", "Storage", "Statistics", "Vault", "Accounts", "Matching", "NetworkLife", "Results", "Protection", "Exchange", "HTML",
                "Web", "Support", hummingbird, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
            ]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu2x
)

// `make fuzz` alone builds it: the runtime that it is linked with has a main function of its own.
if Context.environment["PROMIG_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "Journal", "Access", "Storage", "StorageSQLite", "Vault", "Accounts", "NetworkLife", "Results", "Protection", "Exchange", "HTML", "Web",
                hummingbird, nioCore,
                .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
            ],
            path: "Fuzz", swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]))
}
