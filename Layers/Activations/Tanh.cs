using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>tanh x.</summary>
public sealed class Tanh() : Activation<Formulas.Tanh>(default);
