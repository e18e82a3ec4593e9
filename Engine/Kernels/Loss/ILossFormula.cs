using GanFromScratch.Engine.Kernels.Elementwise;

namespace GanFromScratch.Engine.Kernels.Loss;

/// <summary>
/// The loss of one prediction (a) against its target (b). The value is summed and never stored, so the derivatives must do without it:
/// what they are given as y is not to be used.
/// </summary>
public interface ILossFormula : IBinaryFormula;
