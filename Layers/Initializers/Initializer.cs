using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>Gives a parameter its first values.</summary>
public abstract class Initializer
{
    /// <param name="parameter">Overwritten.</param>
    /// <param name="fan">Of the layer; a bias is given its layer's too.</param>
    /// <param name="random">On the parameter's device.</param>
    public abstract void Fill(Tensor parameter, Fan fan, RandomSource random);
}
