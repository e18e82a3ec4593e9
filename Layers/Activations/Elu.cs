using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>x where x &gt; 0, else alpha·(eˣ − 1). Clevert, Unterthiner, Hochreiter 2016.</summary>
public sealed class Elu(float alpha = 1) : Activation<Formulas.Elu>(new Formulas.Elu(alpha))
{
    public override string Description => $"Elu {alpha}";
}
