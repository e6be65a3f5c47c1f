import Access
import Accounts
import Exchange
import Foundation
import HTTPTypes
import Hummingbird
import Journal
import Logging
import NetworkLife
import NIOCore
import Results
import Storage
import Support
import Synchronization
import Vault

@testable import Web

/// The whole site over a new, empty store, without a socket: a fixed clock, an organisation, and accounts as a test asks for them.
struct TestSite: Sendable {
    static let schema = Schema(Areas.kinds)
    static let passphrase = "brado stuma flika prono skuvi"

    let store: Store
    let clock: TestClock
    let site: Site
    let responder: RouterResponder<SiteContext>
    let organization: ID<Organization>

    /// Calls `body` with a site that is gone afterwards.
    static func with<T>(
        _ engine: Engine = .sqlite, isSample: Bool = false, isBehindTLS: Bool = false, _ body: (TestSite) async throws -> T
    ) async throws -> T {
        try await TestDatabase.with(engine) { database in
            let clock = TestClock()
            let store = try await Store.open(
                database, schema, migrations: Credentials.migrations + KeyStore.migrations + PostTables.migrations, now: { clock.milliseconds })
            var organization = OrganizationProfile()
            organization.name = "Union du Puits"
            let made = organization
            try await store.perform("test.begin", by: nil) { try $0.make(made) }
            let settings = SiteSettings(name: "Carnet", isSample: isSample, isBehindTLS: isBehindTLS)
            // Signing in raises what a passphrase costs, which here is little all the same.
            let site = Site(store, settings, scrypt: ScryptQueue(cost: ScryptCost(logN: 11)))
            return try await body(
                TestSite(store: store, clock: clock, site: site, responder: site.responder(), organization: organization.id))
        }
    }

    /// Opens an account with these roles, under `passphrase`, at the least cost that is read.
    func member(
        _ name: String, _ roles: [Role], organization: ID<Organization>? = nil, mustChange: Bool = false,
        isDrawn: Bool = true
    ) async throws -> TestMember {
        var profile = AccountProfile()
        profile.organization = organization ?? self.organization
        profile.signInName = name
        profile.displayName = name.capitalized
        let account = profile
        let keys = MemberKeys(member: account.id.cast())
        let wrap = try PasswordWrap(keys, under: Passphrase(Self.passphrase), cost: ScryptCost(logN: 10))
        try await store.perform("test.account", by: nil) { act in
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
                [account.id.value, .bytes(wrap.bytes), mustChange.value, isDrawn.value])
        }
        return TestMember(profile: account, keys: keys)
    }

    /// A browser in which this member has just signed in; `factor` says whether with a second factor.
    func browser(of member: TestMember, factor: Bool = true) async throws -> TestBrowser {
        let secret = SessionSecret()
        let sealed = try secret.seal(member.keys)
        let now = Int64(store.milliseconds)
        _ = try await store.database.write {
            try $0.run(
                "INSERT INTO session (id, account, keys, seen, ends, factor) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .bytes(secret.id), member.account.value, .bytes(sealed), .integer(now),
                    .integer(now + Int64(Session.hoursAtMost) * 3_600_000), factor.value,
                ])
        }
        let browser = self.browser()
        browser.keep(.session, secret.cookie)
        return browser
    }

    /// How many entries the journal has.
    func entries() async throws -> Int {
        try await store.read { try $0.first("SELECT COUNT(*) FROM entry") { Int(try $0.integer(0)) } ?? 0 }
    }

    /// A browser in which nobody has signed in.
    func browser(from address: String = "192.0.2.1") -> TestBrowser { TestBrowser(self, from: address) }
}

struct TestMember: Sendable {
    let profile: AccountProfile
    let keys: MemberKeys

    var account: ID<Account> { profile.id }
    var name: String { profile.signInName }
}

/// The time, which passes only when a test says so.
final class TestClock: Sendable {
    private let now = Mutex<UInt64>(1_804_500_000_000)

    var milliseconds: UInt64 { now.withLock { $0 } }
    var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
    func advance(minutes: Int) { now.withLock { $0 += UInt64(minutes) * 60_000 } }
    func advance(seconds: Int) { now.withLock { $0 += UInt64(seconds) * 1000 } }
}
