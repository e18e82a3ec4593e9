using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>ln(1 + eˣ).</summary>
public sealed class Softplus() : Activation<Formulas.Softplus>(default);
