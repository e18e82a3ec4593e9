using Formulas = GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Layers;

/// <summary>x where x &gt; 0, else slope·x. Maas, Hannun, Ng 2013.</summary>
public sealed class LeakyRelu(float slope = 0.01f) : Activation<Formulas.LeakyRelu>(new Formulas.LeakyRelu(slope))
{
    public override string Description => $"LeakyRelu {slope}";
}
