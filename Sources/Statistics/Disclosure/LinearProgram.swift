import CGLPK
import Synchronization

/// A linear program of GLPK's that is changed and solved again from where it stood.
///
/// GLPK keeps state of its own beside each thread: one program lives at a time, from beginning to end on one thread.
struct LinearProgram: ~Copyable {
    private let problem: OpaquePointer
    private var parameters = glp_smcp()
    private(set) var columns: Int32 = 0
    /// How often it was solved.
    private(set) var solved = 0

    private static let turn = Mutex(())

    /// Makes a program, and lets no other be made until the body returns.
    static func alone<Result, Failure: Error>(_ body: (inout LinearProgram) throws(Failure) -> Result) throws(Failure) -> Result {
        try turn.withLock { _ throws(Failure) in
            var program = LinearProgram()
            return try body(&program)
        }
    }

    private init() {
        glp_term_out(GLP_OFF)
        problem = glp_create_prob()
        glp_init_smcp(&parameters)
        parameters.msg_lev = GLP_MSG_OFF
        parameters.tm_lim = 20_000
    }

    deinit {
        glp_delete_prob(problem)
        glp_free_env()
    }

    mutating func column(_ bounds: ClosedRange<Double>) -> Int32 {
        columns = glp_add_cols(problem, 1)
        bound(columns, bounds)
        return columns
    }

    func bound(_ column: Int32, _ bounds: ClosedRange<Double>) {
        let isFixed = bounds.lowerBound == bounds.upperBound
        glp_set_col_bnds(problem, column, isFixed ? GLP_FX : GLP_DB, bounds.lowerBound, bounds.upperBound)
    }

    func bounds(_ column: Int32) -> ClosedRange<Double> { glp_get_col_lb(problem, column)...glp_get_col_ub(problem, column) }

    /// Holds a sum of columns to a value, or below it.
    @discardableResult
    func row(_ terms: [(Int32, Double)], _ bound: Bound, _ value: Double) -> Int32 {
        let row = glp_add_rows(problem, 1)
        glp_set_row_bnds(problem, row, bound == .equal ? GLP_FX : GLP_UP, value, value)
        // GLPK counts from one.
        let indices = [0] + terms.map(\.0)
        let values = [0] + terms.map(\.1)
        glp_set_mat_row(problem, row, Int32(terms.count), indices, values)
        return row
    }

    /// Holds a row below another value.
    func limit(_ row: Int32, _ value: Double) { glp_set_row_bnds(problem, row, GLP_UP, value, value) }

    enum Bound { case equal, atMost }

    func weigh(_ column: Int32, _ weight: Double) { glp_set_obj_coef(problem, column, weight) }

    /// The values of the columns where the weighed sum is greatest, or least; nil where nothing fits.
    mutating func solve(_ direction: Direction) -> Solution? {
        solved += 1
        glp_set_obj_dir(problem, direction == .most ? GLP_MAX : GLP_MIN)
        var code = glp_simplex(problem, &parameters)
        if code != 0 || glp_get_status(problem) == GLP_UNDEF {
            glp_std_basis(problem)
            code = glp_simplex(problem, &parameters)
        }
        guard code == 0, glp_get_status(problem) == GLP_OPT else {
            glp_std_basis(problem)
            return nil
        }
        return Solution(values: [0] + (0..<columns).map { glp_get_col_prim(problem, $0 + 1) }, objective: glp_get_obj_val(problem))
    }

    enum Direction { case most, least }

    struct Solution {
        let values: [Double]
        let objective: Double

        subscript(column: Int32) -> Double { values[Int(column)] }
    }
}
