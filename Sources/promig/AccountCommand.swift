import Access
import Accounts
import ArgumentParser
import Foundation
import Journal
import NetworkLife
import Storage
import Vault

struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Les comptes, pour l’administrateur à la machine ; chaque action reste dans le journal.",
        subcommands: [List.self, Open.self, Close.self, Reset.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Liste les comptes : nom, organisation, rôles, état.")

        @OptionGroup var place: Place

        func run() async throws {
            let store = try await place.open()
            let lines = try await store.read { connection in
                let organizations = Dictionary(
                    try connection.all(OrganizationProfile.self).map { ($0.id, $0.record.acronym.isEmpty ? $0.record.name : $0.record.acronym) },
                    uniquingKeysWith: { a, _ in a })
                return try connection.all(AccountProfile.self, "ORDER BY sort, id").map { stored in
                    let account = stored.record
                    let roles = try connection.assignments(of: account.id).map(\.record.role.code).joined(separator: " ")
                    let organization = account.organization.flatMap { organizations[$0] } ?? ""
                    return [account.signInName, account.displayName, organization, roles, account.closedOn.map { "fermé le \($0)" } ?? "ouvert"]
                        .joined(separator: "\t")
                }
            }
            try await store.database.close()
            for line in lines { tell(line) }
        }
    }

    struct Open: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ouvre un compte et montre sa première phrase de passe, une fois.")

        @OptionGroup var place: Place
        @Argument(help: "Le nom de connexion.") var name: String
        @Option(help: "Le nom ou le sigle de l’organisation.") var organisation: String
        @Option(help: "Un rôle ; l’option se répète.") var role: [String]
        @Option(help: "Le nom affiché ; sans lui, le nom de connexion.") var displayName: String?

        func run() async throws {
            let roles = try role.map { code in
                guard let role = Role.list.map(\.0).first(where: { $0.code == code }) else {
                    throw Fault("il n’y a pas de rôle « \(code) » ; choisissez parmi : \(Role.list.map(\.0.code).joined(separator: ", ")).")
                }
                return role
            }
            guard !Folded.key(name).isEmpty, name.count <= 60 else { throw Fault("le nom de connexion est vide ou trop long (60 signes au plus).") }
            guard !roles.isEmpty else { throw Fault("donnez au moins un rôle avec --role.") }
            let store = try await place.open()
            var profile = AccountProfile()
            profile.organization = try await organization(store)
            profile.signInName = name
            profile.displayName = displayName ?? name
            let today = store.today
            let assignments = roles.map { role in
                var assignment = RoleAssignment()
                assignment.role = role
                assignment.since = today
                return assignment
            }
            let account = try await NewAccount.prepare(profile, roles: assignments, mustChange: true, ScryptQueue())
            try await store.perform(ActName.accountCreate.name, by: account.author, signed: true) { try account.make(in: $0) }
            try await store.database.close()
            tell("\(name)\t\(account.passphrase.text)")
        }

        private func organization(_ store: Store) async throws -> ID<Organization> {
            let key = Folded.key(organisation)
            let found = try await store.read { connection in
                try connection.all(OrganizationProfile.self).map(\.record).filter { Folded.key($0.name) == key || Folded.key($0.acronym) == key }
            }
            guard let one = found.first, found.count == 1 else {
                throw Fault(
                    found.isEmpty
                        ? "aucune organisation ne s’appelle « \(organisation) »."
                        : "plusieurs organisations s’appellent « \(organisation) » ; donnez le nom entier.")
            }
            return one.id
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ferme un compte et ses sessions.")

        @OptionGroup var place: Place
        @Argument(help: "Le nom de connexion.") var name: String

        func run() async throws {
            let store = try await place.open()
            let account = try await store.account(named: name)
            let today = store.today
            try await store.perform(ActName.accountClose.name, by: nil) { act in
                guard let standing = try act.connection.find(AccountProfile.self, account.id) else { return }
                try act.close(standing, on: today)
            }
            try await store.database.close()
            tell("Le compte « \(account.signInName) » est fermé.")
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tire un code de réinitialisation, montré une fois ; ou réinitialise le second facteur.")

        @OptionGroup var place: Place
        @Argument(help: "Le nom de connexion.") var name: String
        @Flag(help: "Réinitialise le second facteur au lieu de la phrase de passe.") var secondFactor = false

        func run() async throws {
            let store = try await place.open()
            let account = try await store.account(named: name)
            if secondFactor {
                try await store.perform(ActName.factorReset.name, by: nil) { try $0.resetFactor(of: account.id, by: nil) }
                tell("Le second facteur de « \(account.signInName) » est réinitialisé.")
            } else {
                let drawn = DrawnReset(for: account.id, by: nil, at: store.milliseconds)
                try await store.perform(ActName.accountReset.name, by: nil) { try drawn.make(in: $0) }
                tell("\(account.signInName)\t\(drawn.text)")
            }
            try await store.database.close()
        }
    }
}

extension Store {
    /// The open account of that sign-in name. Throws a `Fault` where there is none.
    fileprivate func account(named name: String) async throws -> AccountProfile {
        let key = Folded.key(name)
        let found = try await read {
            try $0.all(AccountProfile.self, "WHERE sign_in_key = ? AND closed_on IS NULL LIMIT 1", [.text(key)]).first?.record
        }
        guard let found else { throw Fault("il n’y a pas de compte ouvert « \(name) ».") }
        return found
    }
}
