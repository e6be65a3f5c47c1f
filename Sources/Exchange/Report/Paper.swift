import HTML
import Journal

/// How what is printed looks: black on white, numbered pages, nothing that another file must bring.
struct PaperStyle: Markup {
    func write(to page: inout Output) { Self.style.write(to: &page) }

    private static let style = Literal(
        """
        <style>
        @page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif } }
        @page wide { size: A4 landscape }
        body { font: 10.5pt/1.45 Charter, "Noto Serif", Georgia, serif; color: #1d2433; max-width: 60rem; margin: 0 auto; padding: 0 1rem }
        h1, h2, h3, table, figcaption, .soft, header p { font-family: "Noto Sans", system-ui, sans-serif }
        h1 { font-size: 20pt; margin: 0 0 .25rem } h2 { font-size: 13pt; margin: 1.75rem 0 .5rem; break-after: avoid } h3 { font-size: 11pt }
        header { border-bottom: 2px solid #26418f; margin-bottom: 1.5rem } header p { margin: .25rem 0 }
        table { border-collapse: collapse; width: 100%; font-size: 8.5pt; line-height: 1.35; margin: .75rem 0 1.25rem }
        caption { text-align: start; font-weight: bold; padding-bottom: .3rem }
        th, td { text-align: start; vertical-align: top; padding: .25rem .4rem .25rem 0; border-bottom: 1px solid #cfc8b8; font-weight: normal }
        thead th { font-weight: bold; border-bottom: 1px solid #1d2433 } thead { display: table-header-group } tr { break-inside: avoid }
        .heading > *, .now { font-weight: bold } .number { text-align: end; white-space: nowrap } .soft { color: #5a6072; font-size: 8.5pt }
        section:has(.logframe), section.wide { page: wide }
        mark { background: #f3ead8; outline: 1px dashed #8a4b08 } .draft { font-weight: bold; color: #8a4b08 }
        .chart { display: block; width: 32rem; max-width: 100%; font-size: 9pt; stroke-width: 1.5 } .two-up { display: flex; gap: 8mm } .two-up > * { flex: 1 }
        .sheet { break-after: page } .sheet:last-child { break-after: auto }
        @media print { body { padding: 0; max-width: none } }
        </style>
        """)
}

/// Dates as they are printed.
enum PaperDates {
    static func day(_ day: Day, _ language: Language) -> String { format(day, language, [.day, .month, .year]) }
    static func span(_ days: ClosedRange<Day>, _ language: Language) -> String {
        let (first, last) = (day(days.lowerBound, language), day(days.upperBound, language))
        return Phrase("du \(first) au \(last)", en: "from \(first) to \(last)")(language)
    }
    static func months(_ days: ClosedRange<Day>, _ language: Language) -> String {
        let (first, last) = (format(days.lowerBound, language, [.month, .year]), format(days.upperBound, language, [.month, .year]))
        return first == last ? first : "\(first) – \(last)"
    }

    private enum Part { case day, month, year }

    private static func format(_ day: Day, _ language: Language, _ parts: [Part]) -> String {
        let months = language == .french ? french : english
        let number = language == .french && day.day == 1 ? "1er" : "\(day.day)"
        return parts.map { part in
            switch part {
            case .day: number
            case .month: months[day.month - 1]
            case .year: "\(day.year)"
            }
        }.joined(separator: " ")
    }

    private static let french = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ]
    private static let english = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
