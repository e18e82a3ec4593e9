using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>1/(1 + e⁻ˣ).</summary>
public sealed class Sigmoid() : Activation<Formulas.Sigmoid>(default);
