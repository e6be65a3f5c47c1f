import Journal

/// The project as IATI 2.03 publishes it: what is said of it, its money and its results. Numbers and organisations, never people.
///
/// Where it comes from is the caller's to know; `file` refuses what the standard would. Source: iatistandard.org, activity standard 2.03.
package struct IATIActivity: Sendable {
    package var settings: IATISettings
    package var title: Phrase
    package var description: Phrase
    package var status: Status
    package var plannedStart: Day?
    package var actualStart: Day?
    package var plannedEnd: Day?
    package var actualEnd: Day?
    package var participants: [Participant] = []
    /// The contract's own number.
    package var contract: String?
    package var locations: [Place] = []
    package var budgets: [Budget] = []
    package var transactions: [Transaction] = []
    package var results: [Result] = []

    package init(settings: IATISettings, title: Phrase, description: Phrase, status: Status) {
        self.settings = settings
        self.title = title
        self.description = description
        self.status = status
    }

    package enum Status: String, Sendable {
        case pipeline = "1", implementation = "2", finalisation = "3", closed = "4", cancelled = "5", suspended = "6"
    }

    /// An organisation that takes part, and as what.
    package struct Participant: Sendable {
        package enum Role: String, Sendable {
            case funding = "1", accountable = "2", extending = "3", implementing = "4"
        }

        let organization: IATIOrganization
        let role: Role

        package init(_ organization: IATIOrganization, _ role: Role) {
            self.organization = organization
            self.role = role
        }
    }

    /// A region, department or commune by its P-code: IATI has no vocabulary of P-codes, so the code stands as the place's own reference.
    package struct Place: Sendable {
        let code: String
        let name: String

        package init(code: String, name: String) {
            self.code = code
            self.name = name
        }
    }

    package struct Sum: Hashable, Sendable {
        let hundredths: Int
        let currency: String

        package init(hundredths: Int, currency: String) {
            self.hundredths = hundredths
            self.currency = currency
        }
    }

    /// What is planned for a time of at most one year.
    package struct Budget: Sendable {
        let days: ClosedRange<Day>
        let sum: Sum
        let isRevised: Bool

        package init(_ days: ClosedRange<Day>, _ sum: Sum, isRevised: Bool = false) {
            self.days = days
            self.sum = sum
            self.isRevised = isRevised
        }
    }

    package struct Transaction: Sendable {
        package enum Kind: String, Sendable {
            case incomingFunds = "1", disbursement = "3", expenditure = "4", incomingCommitment = "11"
        }

        let kind: Kind
        let day: Day
        let sum: Sum
        let description: Phrase
        let provider: IATIOrganization?
        let receiver: IATIOrganization?

        package init(
            _ kind: Kind, _ day: Day, _ sum: Sum, _ description: Phrase, from provider: IATIOrganization? = nil,
            to receiver: IATIOrganization? = nil
        ) {
            self.kind = kind
            self.day = day
            self.sum = sum
            self.description = description
            self.provider = provider
            self.receiver = receiver
        }
    }
}

/// What the project changes, and how that is measured.
extension IATIActivity {
    package struct Result: Sendable {
        package enum Level: String, Sendable {
            case output = "1", outcome = "2", impact = "3"
        }

        let level: Level
        let title: Phrase
        let indicators: [Indicator]

        package init(_ level: Level, _ title: Phrase, _ indicators: [Indicator]) {
            self.level = level
            self.title = title
            self.indicators = indicators
        }
    }

    package struct Indicator: Sendable {
        package enum Measure: String, Sendable {
            case unit = "1", percentage = "2", nominal = "3", ordinal = "4", qualitative = "5"
        }

        let code: String
        let title: Phrase
        let description: Phrase?
        let measure: Measure
        /// Whether more is better.
        let isAscending: Bool
        /// Whether values of several places or periods may be added up.
        let isAdded: Bool
        let baseline: Baseline?
        let periods: [Period]

        package init(
            _ code: String, _ title: Phrase, description: Phrase? = nil, _ measure: Measure, isAscending: Bool, isAdded: Bool,
            baseline: Baseline?,
            periods: [Period]
        ) {
            self.code = code
            self.title = title
            self.description = description
            self.measure = measure
            self.isAscending = isAscending
            self.isAdded = isAdded
            self.baseline = baseline
            self.periods = periods
        }
    }

    package struct Baseline: Sendable {
        let day: Day
        let value: Value

        package init(_ day: Day, _ value: Value) {
            self.day = day
            self.value = value
        }
    }

    package struct Period: Sendable {
        let days: ClosedRange<Day>
        let targets: [Value]
        /// The whole first, then its parts by dimension and place; what a release does not show is not among them.
        let actuals: [Value]

        package init(_ days: ClosedRange<Day>, targets: [Value], actuals: [Value]) {
            self.days = days
            self.targets = targets
            self.actuals = actuals
        }
    }

    /// A number of an indicator, and of which part it is.
    package struct Value: Sendable {
        /// "12", "36.4"; nil where the indicator is put in words.
        let number: String?
        /// P-codes of places that the activity names.
        let places: [String]
        let dimensions: [(name: String, value: String)]
        /// What is to be known with it: the parts of a ratio, "not deduplicated between organisations".
        let comment: Phrase?

        package init(_ number: String?, places: [String] = [], dimensions: [(name: String, value: String)] = [], comment: Phrase? = nil) {
            self.number = number
            self.places = places
            self.dimensions = dimensions
            self.comment = comment
        }
    }
}
