using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>x·Φ(x), with the normal distribution function; not the tanh approximation. Hendrycks, Gimpel 2016.</summary>
public sealed class Gelu() : Activation<Formulas.Gelu>(default);
