import Access
import Accounts
import CAssets
import Exchange
import Foundation
import Journal
import NetworkLife
import Protection
import Results
import Statistics
import Storage
import Vault

/// What a new installation begins with: a charter, a first administrator, and perhaps an invented network.
struct Founding {
    let places: Places
    let charter: ProjectCharter
    /// What is known of services; another network's charter brings none.
    let services: [ServiceOffer]
    /// What the logframe measures; another network's charter brings none.
    let indicators: IndicatorFile?

    /// Reads the charter at `path`, or the one that the executable carries.
    init(charterPath: String?) throws {
        places = try Places(csv: Self.bytes(promig_places_csv))
        let text: String
        if let charterPath {
            guard let own = try? String(contentsOfFile: charterPath, encoding: .utf8) else {
                throw Fault("la charte « \(charterPath) » ne peut pas être lue.")
            }
            text = own
            (services, indicators) = ([], nil)
        } else {
            text = String(decoding: Self.bytes(promig_charter_yaml), as: UTF8.self)
            services = try ServiceFile(csv: Self.bytes(promig_services_csv), places: places).offers
            indicators = try IndicatorFile(csv: Self.bytes(promig_indicators_csv))
        }
        charter = try ProjectCharter.read(text, file: charterPath ?? "promig.yaml", places: places)
    }

    /// Someone who can sign in, as it is shown once.
    struct Opened: Codable {
        let address: String
        let name: String
        let password: String
        let role: String
        let organisation: String
    }

    /// Makes the charter's records and the first administrator, in the acts of that administrator; returns what to show once.
    ///
    /// In a sample network nobody must change a passphrase that everyone may know.
    func found(_ store: Store, isSample: Bool, scrypt: ScryptQueue) async throws -> Opened {
        let loading = CharterLoading(charter, places)
        var profile = AccountProfile()
        profile.organization = loading.coordinator
        profile.signInName = "admin"
        profile.displayName = "Administration"
        var role = RoleAssignment()
        role.role = .administrator
        role.since = store.today
        let first = try await NewAccount.prepare(profile, roles: [role], mustChange: !isSample, scrypt)
        try await store.perform("charter.load", by: first.author) { try loading.make(in: $0) }
        try await store.perform("account.create", by: first.author, signed: true) { try first.make(in: $0) }
        let services = services
        try await store.perform(ActName.serviceLoad.name, by: first.author) { act in
            for offer in services { try act.make(offer) }
        }
        if let indicators {
            let today = store.today
            try await store.perform(ActName.indicatorLoad.name, by: first.author) { try indicators.make(in: $0, on: today) }
        }
        let name = charter.display.name
        _ = try await store.database.write { connection in
            try connection.send("INSERT INTO setting (name, value) VALUES (?, ?)", [.text("name"), .text(name)])
        }
        return Opened(
            address: "/sign-in", name: profile.signInName, password: first.passphrase.text, role: "administrator",
            organisation: charter.coordinator.partner)
    }

    /// Adds the invented network, clearly marked, and opens its accounts; `shown` is what they sign in with.
    func addSample(to store: Store, scrypt: ScryptQueue) async throws -> (accounts: [NewAccount], shown: [Opened]) {
        let text = String(decoding: Self.bytes(promig_sample_yaml), as: UTF8.self)
        let sample = try SampleNetwork.read(text, file: "sample.yaml", charter: charter)
        // Two of the sample's meetings lie in the past with all that was done since, some decisions are late, and the third is three months away.
        let loading = SampleLoading(sample, start: store.today.advanced(by: -300))
        let accounts = try await loading.newAccounts(scrypt)
        try await store.perform("sample.load", by: nil) { try loading.make(in: $0) }
        for account in accounts {
            try await store.perform("account.create", by: account.author, signed: true) { try account.make(in: $0) }
        }
        let verifier = accounts.first { $0.roles.contains { $0.role == .branchFocalPoint } }?.profile.id
        let today = store.today
        try await store.perform("sample.load", by: nil) { act in
            for offer in SampleRegisters.offers(verifiedBy: verifier, on: today) { try act.make(offer) }
        }
        try await store.perform("sample.load", by: nil) { act in
            let sample = SampleProject(today: today)
            try sample.make(in: act)
            try sample.makeBudget(in: act)
            try sample.makeRisks(in: act)
            try sample.makeSession(in: act)
        }
        try await addRegisters(8, to: store)
        try await addSessions(8, to: store)
        let registrars = accounts.filter { $0.roles.contains { $0.role == .secretariat } }
        if let first = registrars.first {
            try await store.perform(ActName.circleCreate.name, by: first.author, signed: true) {
                try first.foundRegistry(with: registrars.dropFirst().map(\.profile.id), in: $0, on: today)
            }
        }
        let complaints = accounts.filter { $0.roles.contains { $0.role == .complaintsFocalPoint } }
        if let first = complaints.first {
            try await store.perform(ActName.complaintsCreate.name, by: first.author, signed: true) {
                try first.foundComplaints(with: complaints.dropFirst().map(\.profile.id), in: $0, on: today)
            }
        }
        for supervisor in accounts where supervisor.roles.contains(where: { $0.role == .supervisor }) {
            let today = store.today
            let others = accounts.filter { $0.profile.organization == supervisor.profile.organization && $0.profile.id != supervisor.profile.id }
            try await store.perform(ActName.caseCirclesCreate.name, by: supervisor.author, signed: true) {
                try supervisor.foundCaseCircles(with: others, in: $0, on: today)
            }
        }
        _ = try await store.database.write { connection in
            try connection.send("INSERT INTO setting (name, value) VALUES (?, ?)", [.text("sample"), .text("1")])
        }
        let organisations = Dictionary(sample.members.map { ($0.code, $0.acronym) }, uniquingKeysWith: { a, _ in a })
        let codes = Dictionary(sample.accounts.map { ($0.code.lowercased(), $0.member) }, uniquingKeysWith: { a, _ in a })
        return (accounts, accounts.map { $0.shown(in: codes[$0.profile.signInName].flatMap { organisations[$0] } ?? "") })
    }

    /// Releases the figures of the last month but one, once the registers are filled; the last is for someone to prepare.
    func releaseSample(of store: Store) async throws {
        let day = ReleaseMonth.due(on: store.today).previous.due
        try await ProtectionMeasures.tallying.settleAll(in: store)
        guard let draft = try await store.read({ try ReleaseDraft(ProtectionMeasures.released, of: $0.organizations(), on: day, $0) }) else { return }
        try await draft.make(in: store, by: nil, on: day)
    }

    static func bytes(_ file: promig_file) -> [UInt8] {
        Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
}

extension [Founding.Opened] {
    func printed(asJSON: Bool) throws -> String {
        if asJSON {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
        return map { "  \($0.name.padded(8)) \($0.password.padded(36)) \($0.role) (\($0.organisation))" }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
