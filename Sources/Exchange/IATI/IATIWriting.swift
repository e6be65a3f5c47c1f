import Foundation
import Journal

extension IATIActivity {
    /// The file that is published, as of a moment (milliseconds since 1970); throws a `Refusal` that says all that is missing.
    package func file(at milliseconds: UInt64) throws(Refusal) -> [UInt8] {
        try check(on: .inNiamey(atMilliseconds: milliseconds))
        let moment = Self.moment(milliseconds)
        return XMLTree("iati-activities", [("version", "2.03"), ("generated-datetime", moment)], [activity(moment)]).file()
    }

    private static func moment(_ milliseconds: UInt64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
    }

    /// The elements in the one order that the schema has.
    private func activity(_ moment: String) -> XMLTree {
        var parts = [
            XMLTree("iati-identifier", text: settings.identifier),
            XMLTree(
                "reporting-org", [("ref", settings.reporter.identifier), ("type", settings.reporter.type)],
                [XMLTree("narrative", text: settings.reporter.name)]),
            narrated("title", title),
            narrated("description", description, [("type", "1")]),
        ]
        parts += participants.map { organization("participating-org", $0.organization, [("role", $0.role.rawValue)]) }
        if let contract { parts.append(XMLTree("other-identifier", [("ref", contract), ("type", "A9")])) }
        parts.append(XMLTree("activity-status", [("code", status.rawValue)]))
        for (type, day) in [("1", plannedStart), ("2", actualStart), ("3", plannedEnd), ("4", actualEnd)] {
            if let day { parts.append(XMLTree("activity-date", [("type", type), ("iso-date", day.description)])) }
        }
        parts.append(XMLTree("activity-scope", [("code", locations.count > 1 ? "5" : "6")]))
        parts.append(XMLTree("recipient-country", [("code", "NE")]))
        parts += locations.map(location)
        parts += settings.sectors.map { sector in
            XMLTree(
                "sector",
                [("vocabulary", "1"), ("code", sector.code), ("percentage", settings.sectors.count > 1 ? "\(sector.percent)" : nil)])
        }
        // What all such grants are: official aid, as a grant, for a project, untied.
        parts += [
            XMLTree("default-flow-type", [("code", "10")]), XMLTree("default-finance-type", [("code", "110")]),
            XMLTree("default-aid-type", [("code", "C01")]),
            XMLTree("default-tied-status", [("code", "5")]),
        ]
        parts += budgets.map(budget) + transactions.map(transaction) + results.map(result)
        return XMLTree(
            "iati-activity",
            [
                ("default-currency", settings.currency), ("last-updated-datetime", moment), ("xml:lang", Language.french.rawValue),
                ("hierarchy", "1"),
            ], parts)
    }

    /// French stands without a language, since it is the file's; English beside it where it differs.
    private func narrated(_ name: StaticString, _ phrase: Phrase, _ attributes: [(StaticString, String?)] = []) -> XMLTree {
        let english =
            phrase.english == phrase.french ? nil : XMLTree("narrative", [("xml:lang", Language.english.rawValue)], text: phrase.english)
        return XMLTree(name, attributes, [XMLTree("narrative", text: phrase.french), english])
    }

    private func organization(_ name: StaticString, _ organization: IATIOrganization, _ more: [(StaticString, String?)] = []) -> XMLTree {
        XMLTree(
            name, [("ref", organization.identifier), ("type", organization.type)] + more, [XMLTree("narrative", text: organization.name)])
    }

    private func location(_ place: Place) -> XMLTree {
        XMLTree(
            "location", [("ref", place.code)],
            [
                XMLTree("location-reach", [("code", "1")]), XMLTree("name", [], [XMLTree("narrative", text: place.name)]),
                XMLTree("exactness", [("code", "2")]), XMLTree("location-class", [("code", "1")]),
            ])
    }

    private func value(_ sum: Sum, on day: Day) -> XMLTree {
        let number =
            "\(sum.hundredths < 0 ? "-" : "")\(sum.hundredths.magnitude / 100).\(sum.hundredths.magnitude % 100 < 10 ? "0" : "")\(sum.hundredths.magnitude % 100)"
        return XMLTree(
            "value", [("currency", sum.currency == settings.currency ? nil : sum.currency), ("value-date", day.description)], text: number)
    }

    private func span(_ days: ClosedRange<Day>) -> [XMLTree] {
        [
            XMLTree("period-start", [("iso-date", days.lowerBound.description)]),
            XMLTree("period-end", [("iso-date", days.upperBound.description)]),
        ]
    }

    private func budget(_ budget: Budget) -> XMLTree {
        XMLTree(
            "budget", [("type", budget.isRevised ? "2" : "1"), ("status", "2")],
            span(budget.days) + [value(budget.sum, on: budget.days.lowerBound)])
    }

    private func transaction(_ transaction: Transaction) -> XMLTree {
        XMLTree(
            "transaction", [],
            [
                XMLTree("transaction-type", [("code", transaction.kind.rawValue)]),
                XMLTree("transaction-date", [("iso-date", transaction.day.description)]),
                value(transaction.sum, on: transaction.day), narrated("description", transaction.description),
                transaction.provider.map { organization("provider-org", $0) },
                transaction.receiver.map { organization("receiver-org", $0) },
            ])
    }

    private func result(_ result: Result) -> XMLTree {
        XMLTree(
            "result", [("type", result.level.rawValue), ("aggregation-status", "0")],
            [narrated("title", result.title)] + result.indicators.map(indicator))
    }

    private func indicator(_ indicator: Indicator) -> XMLTree {
        XMLTree(
            "indicator",
            [
                ("measure", indicator.measure.rawValue), ("ascending", indicator.isAscending ? "1" : "0"),
                ("aggregation-status", indicator.isAdded ? "1" : "0"),
            ],
            [
                narrated("title", indicator.title), indicator.description.map { narrated("description", $0) },
                XMLTree("reference", [("vocabulary", "99"), ("code", indicator.code)]),
                indicator.baseline.map { baseline in
                    figure("baseline", baseline.value, [("year", "\(baseline.day.year)"), ("iso-date", baseline.day.description)])
                },
            ]
                + indicator.periods.map { period in
                    XMLTree(
                        "period", [],
                        span(period.days) + period.targets.map { figure("target", $0) } + period.actuals.map { figure("actual", $0) })
                })
    }

    private func figure(_ name: StaticString, _ value: Value, _ attributes: [(StaticString, String?)] = []) -> XMLTree {
        XMLTree(
            name, attributes + [("value", value.number)],
            value.places.map { XMLTree("location", [("ref", $0)]) }
                + value.dimensions.map { XMLTree("dimension", [("name", $0.name), ("value", $0.value)]) } + [
                    value.comment.map { narrated("comment", $0) }
                ])
    }
}
