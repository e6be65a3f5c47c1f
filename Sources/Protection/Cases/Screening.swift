import Access
import Accounts
import Journal
import Storage
import Vault

/// What makes someone more vulnerable to violence, exploitation or abuse, on the four levels of IOM's determinants of migrant vulnerability, in our own words.
package struct RiskFactor: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let individual: [(Self, Phrase)] = [
        (Self(code: "child-alone"), Phrase("Enfant sans adulte qui en réponde", en: "Child without an adult who answers for them")),
        (Self(code: "expecting"), Phrase("Enceinte, ou avec un nourrisson", en: "Pregnant, or with an infant")),
        (Self(code: "care-now"), Phrase("A besoin de soins aujourd’hui", en: "Needs care today")),
        (Self(code: "disability"), Phrase("Handicap", en: "Disability")),
        (Self(code: "elder"), Phrase("Âgée et seule", en: "Elderly and alone")),
        (Self(code: "violence"), Phrase("A subi des violences", en: "Has suffered violence")),
        (Self(code: "distress"), Phrase("Grande détresse", en: "Great distress")),
    ]
    package static let family: [(Self, Phrase)] = [
        (Self(code: "family-lost"), Phrase("Séparée des siens, sans nouvelles", en: "Separated from their own, without news")),
        (Self(code: "dependants"), Phrase("Seule avec des enfants ou des proches à charge", en: "Alone with children or relatives to care for")),
        (Self(code: "debt"), Phrase("Dette, ou quelqu’un qui réclame de l’argent", en: "Debt, or someone who claims money")),
        (Self(code: "home-violence"), Phrase("Violence chez elle", en: "Violence at home")),
        (Self(code: "promised"), Phrase("Promise ou mariée contre son gré", en: "Promised or married against their will")),
    ]
    package static let community: [(Self, Phrase)] = [
        (Self(code: "threatened"), Phrase("Menacée là où elle est", en: "Threatened where they are")),
        (Self(code: "controlled"), Phrase("Quelqu’un garde ses papiers, son argent ou ses sorties", en: "Someone keeps their papers, money or outings")),
        (Self(code: "unpaid"), Phrase("Travaille sans être payée, ou par contrainte", en: "Works without pay, or under constraint")),
        (Self(code: "no-roof"), Phrase("Sans toit ce soir", en: "Without a roof tonight")),
        (Self(code: "rejected"), Phrase("Rejetée par l’entourage", en: "Rejected by those around them")),
    ]
    package static let structural: [(Self, Phrase)] = [
        (Self(code: "return-danger"), Phrase("Craint pour sa vie si elle est renvoyée", en: "Fears for their life if sent back")),
        (Self(code: "expelled-again"), Phrase("Risque d’être expulsée encore", en: "May be expelled again")),
        (Self(code: "held"), Phrase("Retenue, ou vient de l’être", en: "Held, or was until lately")),
        (Self(code: "shut-out"), Phrase("Service refusé", en: "A service was refused")),
        (Self(code: "no-proof"), Phrase("Ne peut prouver qui elle est", en: "Cannot prove who they are")),
    ]

    package static let list = individual + family + community + structural
}

/// What protects someone, and makes a risk smaller.
package struct ProtectiveFactor: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let list: [(Self, Phrase)] = [
        (Self(code: "kin"), Phrase("Des proches ici, joignables", en: "Relatives here, in reach")),
        (Self(code: "language"), Phrase("Se fait comprendre ici", en: "Makes themselves understood here")),
        (Self(code: "income"), Phrase("Un revenu, un métier", en: "An income, a trade")),
        (Self(code: "trusted"), Phrase("Une personne ou un groupe de confiance", en: "A person or group that they trust")),
        (Self(code: "knows"), Phrase("Connaît ses droits et les services", en: "Knows their rights and the services")),
    ]
}

/// What a conversation found on the four levels, and the level of risk that the network's rule gives it.
package struct Screening: CaseRecord {
    package var id = ID<Screening>()
    package var organization: ID<Organization>?
    package var caseFile: ID<CaseFile>?
    package var on: Day?
    package var individual: Sealed<Codes<RiskFactor>>?
    package var family: Sealed<Codes<RiskFactor>>?
    package var community: Sealed<Codes<RiskFactor>>?
    package var structural: Sealed<Codes<RiskFactor>>?
    package var protective: Sealed<Codes<ProtectiveFactor>>?
    package var risk: RiskLevel?

    package init() {}

    package static let kind = "screening"
    package static let counted: Counted? = .part
    package static let title = Phrase("Repérage", en: "Screening")
    package static let indexes = [["case_file", "id"]]

    package static let fields: [Field<Self>] =
        head(\.organization, \.caseFile) + [
            .init("on", \.on, "Le", en: "On", input: .hidden),
            .init("individual", \.individual, "La personne", en: "The person", input: choices(RiskFactor.individual), .sealed),
            .init("family", \.family, "Sa famille, son foyer", en: "Their family, their home", input: choices(RiskFactor.family), .sealed),
            .init("community", \.community, "Autour d’elle", en: "Around them", input: choices(RiskFactor.community), .sealed),
            .init("structural", \.structural, "Lois, autorités, services", en: "Laws, authorities, services", input: choices(RiskFactor.structural), .sealed),
            .init("protective", \.protective, "Ce qui la protège", en: "What protects them", .sealed),
            .init("risk", \.risk, "Niveau de risque", en: "Level of risk", input: .hidden),
        ]

    package static let asked = ["individual", "family", "community", "structural", "protective"]

    private static func choices<C: Code>(_ list: [(C, Phrase)]) -> Input { .choices(list.map { ($0.0.code, $0.1) }) }
}

/// How the network turns what a screening found into a level of risk, and how soon each level is to be assessed; the network edits it.
package struct ScreeningRule: Record {
    package var id: ID<ScreeningRule> = OnlyOne.screeningRule.id()
    package var weights = ScreeningRule.firstWeights
    package var medium = 2
    package var high = 5
    package var emergency = 9
    package var daysLow = 14
    package var daysMedium = 7
    package var daysHigh = 3
    package var daysEmergency = 1

    package init() {}

    package static let kind = "screening_rule"
    package static let title = Phrase("Règle de repérage", en: "Screening rule")
    package static let scope = ScopeForm.network

    private static let points = Phrase("À partir de combien de points", en: "From how many points")
    private static let days = Phrase("Évaluer dans combien de jours", en: "To be assessed within how many days")

    package static let fields: [Field<Self>] = [
        .init(
            "weights", \.weights, "Points de chaque facteur", en: "Points of each factor",
            hint: Phrase("Chaque protection en retire un.", en: "Each protection takes one off.")),
        .init("medium", \.medium, "Moyen", en: "Medium", group: points, required: true),
        .init("high", \.high, "Élevé", en: "High", group: points, required: true),
        .init("emergency", \.emergency, "Urgence", en: "Emergency", group: points, required: true),
        .init("days_low", \.daysLow, "Faible", en: "Low", group: days, required: true),
        .init("days_medium", \.daysMedium, "Moyen", en: "Medium", group: days, required: true),
        .init("days_high", \.daysHigh, "Élevé", en: "High", group: days, required: true),
        .init("days_emergency", \.daysEmergency, "Urgence", en: "Emergency", group: days, required: true),
    ]

    /// What the network begins with: to be read and changed by people who know the field.
    private static let firstWeights = Tally(Dictionary(uniqueKeysWithValues: firstPoints.map { (RiskFactor(code: $0.key), $0.value) }))
    private static let firstPoints = [
        "child-alone": 5, "expecting": 2, "care-now": 4, "disability": 2, "elder": 2, "violence": 4, "distress": 3, "family-lost": 2, "dependants": 2,
        "debt": 2, "home-violence": 4, "promised": 4, "threatened": 5, "controlled": 5, "unpaid": 3, "no-roof": 3, "rejected": 2, "return-danger": 5,
        "expelled-again": 3, "held": 4, "shut-out": 2, "no-proof": 1,
    ]

    /// The level of what a screening found.
    package func risk(of factors: Set<RiskFactor>, protectedBy protective: Set<ProtectiveFactor>) -> RiskLevel {
        let points = factors.reduce(0) { $0 + weights[$1] } - protective.count
        if points >= emergency { return .emergency }
        if points >= high { return .high }
        return points >= medium ? .medium : .low
    }

    /// Within how many days someone of that level is to be assessed.
    package func days(for risk: RiskLevel) -> Int {
        switch risk {
        case .emergency: daysEmergency
        case .high: daysHigh
        case .medium: daysMedium
        default: daysLow
        }
    }
}

extension ScreeningRule {
    /// Throws a `Refusal` where the levels do not rise, or a day is missing.
    package func check() throws(Refusal) {
        guard 0 < medium, medium < high, high < emergency else {
            throw Refusal(
                "screening.levels",
                Phrase("Les points doivent monter : moyen, puis élevé, puis urgence.", en: "The points must rise: medium, then high, then emergency."),
                field: "medium")
        }
        guard [daysLow, daysMedium, daysHigh, daysEmergency].allSatisfy({ (1...365).contains($0) }) else {
            throw Refusal("screening.days", Phrase("Donnez entre 1 et 365 jours.", en: "Give between 1 and 365 days."), field: "days_low")
        }
    }
}

extension ScreeningRule {
    /// The rule as it stands; the first one before anybody has edited it.
    package static func standing(_ connection: any Connection) throws -> ScreeningRule {
        try connection.all(ScreeningRule.self, "ORDER BY id LIMIT 1").first?.record ?? ScreeningRule()
    }
}

extension Opened<Screening> {
    /// All that was ticked, on the four levels.
    package var factors: Set<RiskFactor> {
        Set([self[\.individual], self[\.family], self[\.community], self[\.structural]].flatMap { $0?.elements ?? [] })
    }

    package func risk(by rule: ScreeningRule) -> RiskLevel {
        rule.risk(of: factors, protectedBy: self[\.protective]?.elements ?? [])
    }
}
