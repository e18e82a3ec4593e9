using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>max(x, 0).</summary>
public sealed class Relu() : Activation<Formulas.Relu>(default);
