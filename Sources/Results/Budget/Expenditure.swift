import Access
import Journal

/// Who was paid, as far as it may be said: what they are, never a person's name.
package struct PayeeKind: Code {
    package let code: String
    package init(code: String) { self.code = code }

    package static let company = Self(code: "company")

    package static let list: [(Self, Phrase)] = [
        (.company, Phrase("Entreprise ou commerce", en: "Company or shop")), (Self(code: "member"), Phrase("Organisation membre", en: "Member organisation")),
        (Self(code: "staff"), Phrase("Personnel du projet", en: "Project staff")),
        (Self(code: "participants"), Phrase("Participants à une activité", en: "Participants in an activity")),
        (Self(code: "consultant"), Phrase("Prestataire individuel", en: "Individual contractor")),
        (Self(code: "public"), Phrase("Service public", en: "Public service")),
        (Self(code: "bank"), Phrase("Banque ou opérateur", en: "Bank or operator")), (Self(code: "other"), Phrase("Autre", en: "Other")),
    ]
}

/// Money that was spent: when, on which line, for what, with which document.
package struct Expenditure: Record {
    package var id = ID<Expenditure>()
    package var on: Day?
    package var line: ID<BudgetLine>?
    package var what = ""
    package var payee = PayeeKind.company
    package var amount = Amount.zero
    package var currency = Currency.franc
    package var document = ""
    package var activity: ID<Activity>?
    package var isEligible = true

    package init() {}

    package static let kind = "expenditure"
    package static let title = Phrase("Dépense", en: "Expenditure")
    package static let scope = ScopeForm.network
    package static let indexes = [["day", "id"], ["line", "day"], ["amount", "id"]]

    package static let fields: [Field<Self>] = [
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("line", \.line, "Ligne budgétaire", en: "Budget line", required: true, input: .reference(kind: "budget_line")),
        .init(
            "what", \.what, "Objet", en: "For what",
            hint: Phrase("Ne nommez personne : « transport de 12 participants ».", en: "Name nobody: “transport of 12 participants”."),
            required: true, limit: 300),
        .init("payee", \.payee, "Payé à", en: "Paid to", required: true),
        .init("amount", \.amount, "Montant", en: "Amount", required: true),
        .init("currency", \.currency, "Monnaie", en: "Currency", required: true),
        .init("document", \.document, "Référence de la pièce", en: "Document reference", required: true),
        .init("activity", \.activity, "Activité", en: "Activity", input: .reference(kind: "activity")),
        .init(
            "eligible", \.isEligible, "Coût éligible", en: "Eligible cost",
            hint: Phrase(
                "Au sens du contrat ; ce qui ne l’est pas n’entre pas dans le taux d’exécution.",
                en: "As the contract has it; what is not does not enter the rate of use.")),
    ]

    package static let derived: [Derived<Self>] = [
        .init("day") { $0.on?.description ?? "9999" },
        .init("sort") { Folded.key("\($0.what) \($0.document)") },
    ]

    package var money: Money { Money(amount, currency) }

    /// Throws a `Refusal` where the day is still to come, or the amount is none of its currency.
    package func check(today: Day) throws(Refusal) {
        if let on, on > today {
            throw Refusal("expenditure.future", Phrase("Donnez une date au plus tard aujourd’hui.", en: "Give a date no later than today."), field: "on")
        }
        if amount <= .zero {
            throw Refusal("expenditure.amount", Phrase("Donnez un montant au-dessus de zéro.", en: "Give an amount above nought."), field: "amount")
        }
        try currency.check(amount, field: "amount")
    }
}

/// Money moved from one heading to another, why, and who agreed.
package struct BudgetTransfer: Record {
    package var id = ID<BudgetTransfer>()
    package var on: Day?
    package var from: ID<BudgetHeading>?
    package var to: ID<BudgetHeading>?
    package var amount = Amount.zero
    package var reason = ""
    package var approvedOn: Day?
    package var approval = ""

    package init() {}

    package static let kind = "budget_transfer"
    package static let title = Phrase("Transfert entre rubriques", en: "Transfer between headings")
    package static let scope = ScopeForm.network
    package static let indexes = [["on"]]

    package static let fields: [Field<Self>] = [
        .init("on", \.on, "Date", en: "Date", required: true),
        .init("from", \.from, "De la rubrique", en: "From the heading", required: true, input: .reference(kind: "budget_heading")),
        .init("to", \.to, "Vers la rubrique", en: "To the heading", required: true, input: .reference(kind: "budget_heading")),
        .init("amount", \.amount, "Montant, dans la monnaie du contrat", en: "Amount, in the contract’s currency", required: true),
        .init("reason", \.reason, "Raison", en: "Reason", required: true, limit: 1000, input: .paragraph),
        .init("approved_on", \.approvedOn, "Accord du bailleur, le", en: "Donor’s approval, on"),
        .init("approval", \.approval, "Référence de l’accord", en: "Reference of the approval"),
    ]
}
