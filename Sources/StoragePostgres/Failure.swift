import CPostgres
import Storage

/// What the server or the line refused, and whether the whole transaction may simply run again.
struct Failure: Error {
    enum Kind {
        /// SQLSTATE 40001 or 40P01: another transaction was in the way.
        case conflict
        /// A prepared statement no longer fits the tables.
        case stale
        /// The connection is gone.
        case lost
        case refused
    }

    let kind: Kind
    let error: StorageError

    /// Reads an error result. Only the primary message is kept: the details quote values.
    init(result: OpaquePointer?, connection: OpaquePointer?) {
        let code = Failure.field("C", of: result)
        let message = Failure.field("M", of: result)
        let severity = Failure.field("V", of: result)
        if PQstatus(connection) != CONNECTION_OK || severity == "FATAL" || severity == "PANIC" || code.isEmpty || code.hasPrefix("08") {
            // A failure without a code is libpq's own: the line broke while it wrote, which its status need not show yet.
            kind = .lost
            error = .away(message.isEmpty ? Failure.lastMessage(connection) : message)
        } else if code == "0A000", Failure.field("R", of: result) == "RevalidateCachedQuery" {
            kind = .stale
            error = .busy
        } else {
            kind = code == "40001" || code == "40P01" ? .conflict : .refused
            error = Failure.error(code: code, message: message.isEmpty ? Failure.lastMessage(connection) : message)
        }
    }

    init(lost message: String) {
        kind = .lost
        error = .away(message)
    }

    init(refused code: String, _ message: String) {
        kind = .refused
        error = .refused(code: code, message: message)
    }

    /// The kinds of PostgreSQL's appendix A, "PostgreSQL Error Codes".
    static func error(code: String, message: String) -> StorageError {
        switch code {
        case "40001", "40P01", "55P03", "57014": .busy
        case "53100": .full
        case "25006": .readOnly
        case "53300", "57P01", "57P02", "57P03", "57P05": .away(message)
        case "XX001", "XX002": .damaged(message)
        case _ where code.hasPrefix("08"): .away(message)
        default: .refused(code: code, message: message)
        }
    }

    /// libpq's words for the last thing that failed on the connection, on one line.
    static func lastMessage(_ connection: OpaquePointer?) -> String {
        guard let text = PQerrorMessage(connection) else { return "" }
        return String(cString: text).split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func field(_ name: Unicode.Scalar, of result: OpaquePointer?) -> String {
        guard let result, let text = PQresultErrorField(result, Int32(name.value)) else { return "" }
        return String(cString: text)
    }
}
