import Access
import Accounts
import Foundation
import Journal
import NetworkLife
import Protection
import Results
import Storage
import StorageSQLite
import Support
import Vault

/// An installation with accounts whose keys a test holds, as their sessions would.
struct Node: Sendable {
    static let day = Day(year: 2027, month: 3, day: 8)!
    static let migrations = Credentials.migrations + KeyStore.migrations

    let store: Store

    static func with<T>(_ engine: Engine, _ body: (Node) async throws -> T) async throws -> T {
        try await TestDatabase.with(engine) { try await body(try await Node.open($0)) }
    }

    /// One whose file a test looks into.
    static func inFolder<T>(_ body: (Node, String) async throws -> T) async throws -> T {
        try await withFolder { folder in
            let database = try SQLiteDatabase(path: folder + "/test.db")
            let result: Result<T, any Error>
            do { result = .success(try await body(try await open(database), folder)) } catch { result = .failure(error) }
            try await database.close()
            return try result.get()
        }
    }

    private static func open(_ database: any Database) async throws -> Node {
        Node(
            store: try await Store.open(
                database, Schema(AccountsArea.kinds + NetworkArea.kinds + ResultsArea.kinds + ProtectionArea.kinds), migrations: migrations))
    }

    /// An account with these roles, as an administrator makes it; what it returns is what its session opens.
    func member(_ name: String, _ roles: [Role], of organization: ID<Organization> = ID()) async throws -> MemberKeys {
        var profile = AccountProfile()
        profile.organization = organization
        profile.signInName = name
        profile.displayName = name
        let account = profile
        let keys = MemberKeys(member: account.id.cast())
        let wrap = try PasswordWrap(keys, under: Passphrase("brado stuma flika prono skuvi"), cost: ScryptCost(logN: 10))
        try await store.perform("account.create", by: nil) { act in
            try act.make(account)
            var key = MemberKey()
            key.account = account.id
            key.publicKeys = Bytes(keys.publicKeys.bytes)
            try act.make(key)
            for role in roles {
                var assignment = RoleAssignment()
                assignment.account = account.id
                assignment.role = role
                try act.make(assignment)
            }
            try act.connection.run(
                "INSERT INTO credential (account, wrap, must_change, drawn) VALUES (?, ?, ?, ?)",
                [account.id.value, .bytes(wrap.bytes), false.value, true.value])
        }
        return keys
    }

    /// The registry with two holders.
    func registry() async throws -> (MemberKeys, MemberKeys) {
        let (first, second) = (try await member("c01", [.secretariat]), try await member("c15", [.secretariat]))
        try await act(.circleCreate, first) { try Circles.createRegistry(by: first, in: $0, on: Self.day) }
        try await act(.circleAdd, first) { try Circles.add(second.account, by: first, in: $0, on: Self.day) }
        return (first, second)
    }

    @discardableResult
    func act(_ name: ActName, _ keys: MemberKeys, _ body: @escaping @Sendable (Act) throws -> Void) async throws -> Outcome {
        try await store.perform(name.name, by: Author(keys.account, keys: keys), signed: name.isSigned, body)
    }

    func person(_ name: String, restricted: Bool = false, by keys: MemberKeys) async throws -> PersonProfile {
        var person = PersonProfile()
        (person.name, person.telephone, person.note) = (name, "+227 90 11 22 33", "remarque sur \(name)")
        let made = person
        if restricted {
            try await act(.personCreateRestricted, keys) { try Restriction.make(made, by: Keyring(keys, $0.connection), in: $0) }
        } else {
            try await act(.personCreate, keys) { try $0.make(made) }
        }
        return made
    }

    func restrict(_ person: ID<Person>, by keys: MemberKeys) async throws {
        try await act(.personRestrict, keys) { _ = try Restriction.restrict(person, by: Keyring(keys, $0.connection), in: $0) }
    }

    /// The name that a session with these keys reads.
    func name(of person: ID<Person>, for keys: MemberKeys) async throws -> String? {
        try await store.read { connection in
            try connection.find(PersonProfile.self, person)?.record.opened(by: Keyring(keys, connection), connection)?.name
        }
    }

    /// Takes in another node's keys, as `promig pull` does.
    @discardableResult
    func pullKeys(from other: Node) async throws -> KeyReport {
        let report = try await KeyExchange.pull(into: store, from: other.store.database)
        try await Restriction.complete(store)
        return report
    }

    func findings() async throws -> [KeyFinding] { try await store.keyFindings() + store.read { try Restriction.findings($0) } }
}

extension MemberKeys {
    var account: ID<Account> { member.cast() }
}

/// Whether a file of the folder – database, log, lease – holds these bytes.
func files(in folder: String, hold text: String) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
        try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)).range(of: Data(text.utf8)) != nil
    }
}
