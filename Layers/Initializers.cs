using GanFromScratch.Engine;

namespace GanFromScratch.Layers;

/// <summary>The usual weight initializations.</summary>
public static class Initializers
{
    /// <summary>
    /// PyTorch's default for dense and convolutional layers, weights and biases: uniform in ±1/√In (He's uniform distribution with the gain
    /// of a leaky ReLU of slope √5).
    /// </summary>
    public static Initializer TorchUniform { get; } = new ScaledUniform(fan => 1 / Math.Sqrt(fan.In));

    /// <summary>Uniform in ±√(6/(In + Out)); Keras's default for weights. Glorot, Bengio 2010.</summary>
    public static Initializer GlorotUniform { get; } = new ScaledUniform(fan => Math.Sqrt(6.0 / (fan.In + fan.Out)));

    /// <summary>Normal with variance 2/(In + Out). Glorot, Bengio 2010.</summary>
    public static Initializer GlorotNormal { get; } = new ScaledNormal(fan => Math.Sqrt(2.0 / (fan.In + fan.Out)));

    /// <summary>Uniform in ±√(6/In), for ReLU. He, Zhang, Ren, Sun 2015.</summary>
    public static Initializer HeUniform { get; } = new ScaledUniform(fan => Math.Sqrt(6.0 / fan.In));

    /// <summary>Normal with variance 2/In, for ReLU. He, Zhang, Ren, Sun 2015.</summary>
    public static Initializer HeNormal { get; } = new ScaledNormal(fan => Math.Sqrt(2.0 / fan.In));

    /// <summary>Normal with standard deviation gain/√In: keeps the variance of features behind an activation of that gain.</summary>
    public static Initializer FanInNormal(double gain) => new ScaledNormal(fan => gain / Math.Sqrt(fan.In));

    public static Initializer Zeros { get; } = new ConstantValue(0);

    public static Initializer Ones { get; } = new ConstantValue(1);

    public static Initializer Constant(float value) => new ConstantValue(value);

    /// <summary>Normal, independent of the layer's size; DCGAN uses mean 0 and standard deviation 0.02.</summary>
    public static Initializer Normal(float mean, float std) => new ScaledNormal(_ => std, mean);

    /// <summary>Orthonormal rows or columns; see <see cref="OrthogonalMatrix"/>.</summary>
    public static Initializer Orthogonal { get; } = new OrthogonalMatrix();
}

/// <summary>Sets a parameter's initial values.</summary>
public abstract class Initializer
{
    /// <param name="parameter">Overwritten.</param>
    /// <param name="fan">Fan-in and fan-out of the layer, for its bias too.</param>
    /// <param name="random">On the parameter's device.</param>
    public abstract void Fill(Tensor parameter, Fan fan, RandomSource random);
}

/// <summary>Fan-in and fan-out of a layer's unit, which determine the scale of its initial weights.</summary>
/// <param name="In">Fan-in, the terms of a sum in the forward pass: inputs of a dense layer; channels times kernel area of a
/// convolution.</param>
/// <param name="Out">Fan-out, the same for the backward pass.</param>
public readonly record struct Fan(int In, int Out);

/// <summary>The same number everywhere.</summary>
internal sealed class ConstantValue(float value) : Initializer
{
    public override void Fill(Tensor parameter, Fan fan, RandomSource random) => parameter.Fill(value);
}

/// <summary>Normal with a standard deviation that depends on the layer's size.</summary>
internal sealed class ScaledNormal(Func<Fan, double> deviation, float mean = 0) : Initializer
{
    public override void Fill(Tensor parameter, Fan fan, RandomSource random) => random.FillNormal(parameter, mean, (float)deviation(fan));
}

/// <summary>Uniform between minus and plus a bound that depends on the layer's size.</summary>
internal sealed class ScaledUniform(Func<Fan, double> bound) : Initializer
{
    public override void Fill(Tensor parameter, Fan fan, RandomSource random)
    {
        float b = (float)bound(fan);
        random.FillUniform(parameter, -b, b);
    }
}
