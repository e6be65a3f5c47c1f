import Journal

/// A duty that an account holds in its organisation, and with it what its holder may see.
package struct Role: Code {
    package let code: String

    package init(code: String) {
        self.code = code
    }

    package static let caseworker = Role(code: "caseworker")
    package static let supervisor = Role(code: "supervisor")
    package static let monitor = Role(code: "monitor")
    package static let communityRelay = Role(code: "community-relay")
    package static let branchFocalPoint = Role(code: "branch-focal-point")
    package static let complaintsFocalPoint = Role(code: "complaints-focal-point")
    package static let secretariat = Role(code: "secretariat")
    package static let meal = Role(code: "meal")
    package static let advocacyOfficer = Role(code: "advocacy-officer")
    package static let administrator = Role(code: "administrator")

    package static let list: [(Role, Phrase)] = [
        (.caseworker, Phrase("Agent de protection", en: "Protection officer")),
        (.supervisor, Phrase("Superviseur", en: "Supervisor")),
        (.monitor, Phrase("Moniteur / monitrice des droits", en: "Rights monitor")),
        (.communityRelay, Phrase("Relais communautaire", en: "Community outreach worker")),
        (.branchFocalPoint, Phrase("Point focal d’antenne", en: "Branch focal point")),
        (.complaintsFocalPoint, Phrase("Point focal plaintes sensibles", en: "Sensitive complaints focal point")),
        (.secretariat, Phrase("Secrétariat", en: "Secretariat")),
        (.meal, Phrase("Chargé de suivi-évaluation", en: "MEAL officer")),
        (.advocacyOfficer, Phrase("Chargé de plaidoyer", en: "Advocacy officer")),
        (.administrator, Phrase("Administrateur technique", en: "Technical administrator")),
    ]

    /// Holds keys that open what could name a migrant, a source or a complainant.
    package var holdsCaseKeys: Bool {
        [.caseworker, .supervisor, .monitor, .complaintsFocalPoint].contains(self)
    }

    /// Must sign in with a second factor.
    package var needsSecondFactor: Bool { holdsCaseKeys || self == .administrator }

    /// Why these roles may not be held by one account, or nil where they may: duties are kept apart by keys.
    package static func conflict(in roles: Set<Role>) -> Phrase? {
        let apart: Set<Role> = [.administrator, .meal, .secretariat]
        guard roles.contains(where: \.holdsCaseKeys), !roles.isDisjoint(with: apart) else { return nil }
        return Phrase(
            "Qui ouvre des dossiers ne peut pas être aussi administrateur, chargé de suivi-évaluation ou secrétariat.",
            en: "Whoever opens case files cannot also be administrator, MEAL officer or secretariat.")
    }
}
