extension Weights {
    package static let fitted = Weights([:])
}
