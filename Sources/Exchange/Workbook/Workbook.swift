import CXLSXWriter
import Foundation
import Journal

/// Sheets of named columns, as a spreadsheet opens them; what may be drawn from them is drawn by the spreadsheet itself.
///
/// A text that begins with `=`, `+`, `-`, `@`, a tab or a line end gets an apostrophe before it, as in our CSV files: it stays a text when
/// the sheet is saved as something else.
package struct Workbook: Sendable {
    package var title: String
    package var sheets: [Sheet]

    package init(title: String, _ sheets: [Sheet]) {
        self.title = title
        self.sheets = sheets
    }

    package struct Sheet: Sendable {
        /// At most 31 letters, without the signs that a spreadsheet keeps for itself.
        package let name: String
        package let columns: [Column]
        package var rows: [[Cell]]
        package var charts: [NativeChart] = []

        package init(_ name: String, _ columns: [Column], _ rows: [[Cell]], charts: [NativeChart] = []) {
            self.name = String(name.map { "[]:*?/\\'".contains($0) ? "-" : $0 }.prefix(31))
            self.columns = columns
            self.rows = rows
            self.charts = charts
        }
    }

    package struct Column: Sendable {
        let title: String
        /// In letters.
        let width: Double

        package init(_ title: String, width: Double) {
            self.title = title
            self.width = width
        }
    }

    package enum Cell: Hashable, Sendable {
        case text(String)
        /// The title of the rows that follow.
        case heading(String)
        case number(Double)
        /// Shown with two decimals and blanks between thousands.
        case money(hundredths: Int)
        /// In hundredths of the whole: 36.4.
        case percent(Double)
        case day(Day)
        case empty
    }

    /// A chart of cells, which follows them when they are changed.
    package struct NativeChart: Sendable {
        package enum Kind: Sendable { case bars, lines }

        /// Cells that lie together; row 0 is the first below the names, -1 the names themselves.
        package struct Block: Sendable {
            let rows: ClosedRange<Int>
            let columns: ClosedRange<Int>

            package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
                self.rows = rows
                self.columns = columns
            }
        }

        let kind: Kind
        let title: String
        let sheet: String
        let names: Block
        let series: [(title: String, values: Block)]

        /// `sheet` is the one that the cells are of; `names` stand along the axis.
        package init(_ kind: Kind, _ title: String, of sheet: String, names: Block, series: [(title: String, values: Block)]) {
            self.kind = kind
            self.title = title
            self.sheet = sheet
            self.names = names
            self.series = series
        }
    }

    /// Why there is no file.
    package struct Fault: Error {
        package let text: String
    }

    /// The file. `milliseconds` is the moment that it says it was made at, so that the same sheets give the same file.
    package func file(at milliseconds: UInt64) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "sheets.xlsx")
        try write(to: file.path, milliseconds)
        return [UInt8](try Data(contentsOf: file))
    }

    private func write(to path: String, _ milliseconds: UInt64) throws {
        guard let book = workbook_new(path) else { throw Fault(text: "no memory for a workbook") }
        let formats = Formats(book)
        for sheet in sheets {
            guard let page = workbook_add_worksheet(book, sheet.name) else {
                workbook_close(book)
                throw Fault(text: "the sheet’s name \(sheet.name) is taken or not allowed")
            }
            sheet.write(to: page, of: book, formats)
        }
        var title = title.utf8CString
        try title.withUnsafeMutableBufferPointer { title in
            var properties = lxw_doc_properties()
            properties.title = title.baseAddress
            properties.created = Int(milliseconds / 1000)
            workbook_set_properties(book, &properties)
            let code = workbook_close(book)
            if code != LXW_NO_ERROR { throw Fault(text: String(cString: lxw_strerror(code))) }
        }
    }
}

/// How cells look, made once for a workbook.
private struct Formats {
    let name: UnsafeMutablePointer<lxw_format>
    let heading: UnsafeMutablePointer<lxw_format>
    let text: UnsafeMutablePointer<lxw_format>
    let money: UnsafeMutablePointer<lxw_format>
    let percent: UnsafeMutablePointer<lxw_format>
    let day: UnsafeMutablePointer<lxw_format>

    init(_ book: UnsafeMutablePointer<lxw_workbook>) {
        func made(_ change: (UnsafeMutablePointer<lxw_format>) -> Void) -> UnsafeMutablePointer<lxw_format> {
            let format = workbook_add_format(book)!
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            change(format)
            return format
        }
        name = made {
            format_set_bold($0); format_set_text_wrap($0); format_set_bottom($0, UInt8(LXW_BORDER_THIN.rawValue))
        }
        heading = made { format_set_bold($0) }
        text = made { format_set_text_wrap($0) }
        money = made { format_set_num_format($0, "#,##0.00") }
        percent = made { format_set_num_format($0, "0.0\"\u{A0}%\"") }
        day = made { format_set_num_format($0, "yyyy-mm-dd") }
    }
}

extension Workbook.Sheet {
    /// Writes the names, the rows and the charts; the names stay in sight, and stand on each printed page.
    fileprivate func write(to page: UnsafeMutablePointer<lxw_worksheet>, of book: UnsafeMutablePointer<lxw_workbook>, _ formats: Formats) {
        for (place, column) in columns.enumerated() {
            let place = UInt16(place)
            worksheet_set_column(page, place, place, column.width, nil)
            worksheet_write_string(page, 0, place, Self.neutral(column.title), formats.name)
        }
        for (line, row) in rows.enumerated() {
            for (place, cell) in row.enumerated() { Self.write(cell, to: page, UInt32(line + 1), UInt16(place), formats) }
        }
        worksheet_freeze_panes(page, 1, 0)
        worksheet_repeat_rows(page, 0, 0)
        worksheet_set_landscape(page)
        worksheet_set_paper(page, 9)
        worksheet_fit_to_pages(page, 1, 0)
        for (number, chart) in charts.enumerated() { Self.draw(chart, on: page, of: book, at: UInt32(rows.count + 2 + number * 17)) }
    }

    private static func write(
        _ cell: Workbook.Cell, to page: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32, _ column: UInt16, _ formats: Formats
    ) {
        switch cell {
        case .empty: break
        case .text(let text): worksheet_write_string(page, row, column, neutral(text), formats.text)
        case .heading(let text): worksheet_write_string(page, row, column, neutral(text), formats.heading)
        case .number(let number): worksheet_write_number(page, row, column, number, nil)
        case .money(let hundredths): worksheet_write_number(page, row, column, Double(hundredths) / 100, formats.money)
        case .percent(let number): worksheet_write_number(page, row, column, number, formats.percent)
        case .day(let day):
            var moment = lxw_datetime(year: Int32(day.year), month: Int32(day.month), day: Int32(day.day), hour: 0, min: 0, sec: 0)
            worksheet_write_datetime(page, row, column, &moment, formats.day)
        }
    }

    /// What a cell can hold: no formula, no control character, at most 32,767 letters.
    private static func neutral(_ text: String) -> String {
        let plain = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 && $0 != "\n" && $0 != "\t" ? "\u{FFFD}" : $0 }))
        let safe = CSV.isFormula(Array(plain.utf8)[...]) ? "'" + plain : plain
        return safe.utf16.count <= 32_000 ? safe : String(safe.prefix(16_000)) + " …"
    }

    private static func draw(
        _ chart: Workbook.NativeChart, on page: UnsafeMutablePointer<lxw_worksheet>, of book: UnsafeMutablePointer<lxw_workbook>,
        at row: UInt32
    ) {
        let kind = chart.kind == .bars ? LXW_CHART_BAR : LXW_CHART_LINE
        guard let drawn = workbook_add_chart(book, UInt8(kind.rawValue)) else { return }
        chart_title_set_name(drawn, chart.title)
        for (number, one) in chart.series.enumerated() {
            guard let series = chart_add_series(drawn, nil, nil) else { continue }
            let (names, values) = (chart.names, one.values)
            chart_series_set_categories(
                series, chart.sheet, UInt32(names.rows.lowerBound + 1), UInt16(names.columns.lowerBound), UInt32(names.rows.upperBound + 1),
                UInt16(names.columns.upperBound))
            chart_series_set_values(
                series, chart.sheet, UInt32(values.rows.lowerBound + 1), UInt16(values.columns.lowerBound),
                UInt32(values.rows.upperBound + 1),
                UInt16(values.columns.upperBound))
            chart_series_set_name(series, one.title)
            look(series, number, chart.kind)
        }
        // A bar chart counts from below; as in the table, the first comes first.
        if chart.kind == .bars { chart_axis_set_reverse(drawn.pointee.y_axis) }
        worksheet_insert_chart(page, row, 1, drawn)
    }

    /// Our colours, and a filling or dashes of its own for each series, so that they are told apart in grey.
    private static func look(_ series: UnsafeMutablePointer<lxw_chart_series>, _ number: Int, _ kind: Workbook.NativeChart.Kind) {
        let color = lxw_color_t([0x26418F, 0x8A4B08, 0x1F6B3A][number % 3])
        if kind == .lines {
            var line = lxw_chart_line()
            line.color = color
            line.width = 2.25
            line.dash_type = UInt8(
                [LXW_CHART_LINE_DASH_SOLID, LXW_CHART_LINE_DASH_DASH, LXW_CHART_LINE_DASH_ROUND_DOT][number % 3].rawValue)
            chart_series_set_line(series, &line)
            chart_series_set_marker_type(
                series, UInt8([LXW_CHART_MARKER_CIRCLE, LXW_CHART_MARKER_SQUARE, LXW_CHART_MARKER_DIAMOND][number % 3].rawValue))
        } else if number == 0 {
            var fill = lxw_chart_fill()
            fill.color = color
            chart_series_set_fill(series, &fill)
        } else {
            var pattern = lxw_chart_pattern()
            pattern.fg_color = color
            pattern.bg_color = 0xFFFFFF
            pattern.type = UInt8((number == 1 ? LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL : LXW_CHART_PATTERN_PERCENT_50).rawValue)
            chart_series_set_pattern(series, &pattern)
        }
    }
}
