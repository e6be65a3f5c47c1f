import Access
import Journal
import Storage
import Vault

/// An account about to be made: its keys drawn and wrapped under a first passphrase, before the act that makes it.
package struct NewAccount: Sendable {
    package let profile: AccountProfile
    package let roles: [RoleAssignment]
    package let passphrase: Passphrase
    package let keys: MemberKeys
    private let wrap: PasswordWrap
    private let mustChange: Bool

    /// Takes as long as one scrypt, through the queue. Throws a `Refusal` where the roles may not be held by one account.
    package static func prepare(
        _ profile: AccountProfile, roles: [RoleAssignment], passphrase: Passphrase = .generated(), mustChange: Bool, _ scrypt: ScryptQueue
    ) async throws -> NewAccount {
        if let conflict = Role.conflict(in: Set(roles.map(\.role))) { throw Refusal("account.roles", conflict, field: "roles") }
        let keys = MemberKeys(member: profile.id.cast())
        let wrap = try await scrypt.run { try PasswordWrap(keys, under: passphrase, cost: scrypt.cost) }
        return NewAccount(profile: profile, roles: roles, passphrase: passphrase, keys: keys, wrap: wrap, mustChange: mustChange)
    }

    private init(
        profile: AccountProfile, roles: [RoleAssignment], passphrase: Passphrase, keys: MemberKeys, wrap: PasswordWrap, mustChange: Bool
    ) {
        self.profile = profile
        self.roles = roles
        self.passphrase = passphrase
        self.keys = keys
        self.wrap = wrap
        self.mustChange = mustChange
    }

    /// Who this will be, signing with the keys just drawn: the first administrator signs their own admission.
    package var author: Author {
        Author(profile.id, keys: keys)
    }

    /// Makes the account, its public key, its roles and its credential. Throws a `Refusal` where the sign-in name is taken.
    package func make(in act: Act) throws {
        let name = Folded.key(profile.signInName)
        let taken = try act.connection.first("SELECT 1 FROM account WHERE sign_in_key = ?", [.text(name)]) { _ in true } ?? false
        guard !taken else {
            throw Refusal(
                "account.taken", Phrase("Ce nom de connexion est déjà pris. Choisissez-en un autre.", en: "This sign-in name is taken. Choose another."),
                field: "sign_in_name")
        }
        try act.make(profile)
        var publicKey = MemberKey()
        publicKey.account = profile.id
        publicKey.publicKeys = Bytes(keys.publicKeys.bytes)
        try act.make(publicKey)
        for var role in roles {
            role.account = profile.id
            try act.make(role)
        }
        try act.connection.send(
            "INSERT INTO credential (account, wrap, must_change, drawn) VALUES (?, ?, ?, ?)",
            [profile.id.value, .bytes(wrap.bytes), mustChange.value, passphrase.isOfGeneratedForm.value])
    }
}

extension Author {
    /// Someone whose keys are open in their own session.
    package init(_ account: ID<Account>, keys: MemberKeys) {
        self.init(account) { Signature(.ed25519, by: account.cast(), bytes: try keys.sign($0)) }
    }
}

/// Answers for `verify` whether a member's signature holds, by the public keys that the journal itself has.
package struct MemberSignatures: Sendable {
    private let keys: [AnyID: [MemberPublicKeys]]

    package init(_ connection: any Connection) throws {
        let all = try connection.all(MemberKey.self).compactMap { stored -> (AnyID, MemberPublicKeys)? in
            guard let account = stored.record.account, let bytes = stored.record.publicKeys?.bytes else { return nil }
            return (account.cast(), try MemberPublicKeys(bytes: bytes))
        }
        keys = Dictionary(grouping: all, by: \.0).mapValues { $0.map(\.1) }
    }

    /// Nil where the signer's key is not here yet.
    package func holds(_ signature: Signature, over bytes: [UInt8]) -> Bool? {
        guard signature.algorithm == .ed25519, let known = keys[signature.signer] else { return nil }
        return known.contains { (try? $0.verify(signature.bytes, of: bytes)) != nil }
    }
}
