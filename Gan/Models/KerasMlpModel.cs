using GanFromScratch.Engine;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Models;

/// <summary>
/// The fully connected GAN of the Keras introductions. Generator 100 → 500 → 500 → 784, ReLU and a sigmoid; discriminator
/// 784 → 500 → 500 → 1; L1 and L2 penalties of 1e-5 on all weight matrices; Keras' Adam; both players updated at once
/// (keras-adversarial). Pixels in [0, 1].
/// </summary>
public sealed record KerasMlpModel() : GanModel(LatentSize: 100, ImageFormat.Mnist)
{
    public override string Name => "keras-mlp";

    public override string Description => "fully connected with L1L2 penalties, both players at once, 28×28 (the Keras introductions' GAN)";

    public override (float Low, float High) Range => (0, 1);

    public override string DefaultData => "mnist";

    public override TrainingDefaults Defaults =>
        new(
            Epochs: 25, Batch: 128, LearningRate: 1e-3f, Beta1: 0.9f, Epsilon: 1e-7f, Update: UpdateOrder.Simultaneous, L1: 1e-5f,
            L2: 1e-5f);

    public override Sequential Generator(RandomSource random) => new(
        Keras(LatentSize, 500, random),
        new Relu(),
        Keras(500, 500, random),
        new Relu(),
        Keras(500, 784, random),
        new Sigmoid(),
        new Reshape([1, 28, 28]))
    {
        Name = "generator",
    };

    public override Sequential Discriminator(RandomSource random) => new(
        new Flatten(),
        Keras(DiscriminatorInput.Size, 500, random),
        new Relu(),
        Keras(500, 500, random),
        new Relu(),
        Keras(500, 1, random),
        new Sigmoid())
    {
        Name = "discriminator",
    };

    /// <summary>A dense layer with Keras' initial values: Glorot uniform weights, biases that begin at 0.</summary>
    private static Dense Keras(int inputs, int outputs, RandomSource random) =>
        new(inputs, outputs, random, weights: Initializers.GlorotUniform, biases: Initializers.Zeros);
}
