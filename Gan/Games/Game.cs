using GanFromScratch.Engine;
using GanFromScratch.Layers;

namespace GanFromScratch.Gan.Games;

/// <summary>
/// What the two players of a step exchange: how items for the discriminator are generated, and what the generator learns besides fooling
/// it. One file each; a model chooses its own. The step around it is <see cref="Training.GanTrainer"/>'s, and is recorded: a game runs on
/// the device alone.
/// </summary>
public abstract class Game : IDisposable
{
    /// <summary>What must be saved for a bit-exact resume, by name; usually nothing.</summary>
    public virtual IReadOnlyDictionary<string, Tensor> State { get; } = new Dictionary<string, Tensor>();

    /// <summary>How often a generator's step passes its whole network.</summary>
    public virtual int GeneratorPasses => 1;

    /// <summary>Called once, with the generator as it was initialised: a game may replace its weights; usually it does not.</summary>
    public virtual void Prepare(Sequential generator)
    {
    }

    /// <summary>Whether <see cref="Real"/> has a gradient, so that the generator's loss is of both sides.</summary>
    public virtual bool LearnsReal => false;

    /// <summary>Items of the data for the discriminator: usually the data itself.</summary>
    /// <param name="generator">The network that is trained.</param>
    /// <param name="x">A batch of the data, (N, <see cref="Models.GanModel.DataShape"/>).</param>
    /// <returns>(N, <see cref="Models.GanModel.JudgedShape"/>).</returns>
    public virtual Tensor Real(Sequential generator, Tensor x) => x;

    /// <summary>Generated items for the discriminator, as many as the batch has.</summary>
    /// <param name="generator">The network that is trained.</param>
    /// <param name="x">A batch of the data, (N, <see cref="Models.GanModel.DataShape"/>).</param>
    /// <returns>(N, <see cref="Models.GanModel.JudgedShape"/>).</returns>
    public abstract Tensor Fake(Sequential generator, Tensor x);

    /// <summary>What the discriminator's step sees in place of the items just generated: usually those.</summary>
    /// <param name="fake">Without a graph behind it.</param>
    public virtual Tensor Shown(Tensor fake) => fake;

    /// <summary>What is added to the generator's loss, a scalar; usually nothing.</summary>
    /// <param name="generator">The network that is trained.</param>
    /// <param name="x">A batch of the data.</param>
    /// <param name="fake">What <see cref="Fake"/> made with it.</param>
    public virtual Tensor? Term(Sequential generator, Tensor x, Tensor fake) => null;

    /// <summary>What is added to the losses of both players for the items that <see cref="Fake"/> made last, a scalar; usually nothing.
    /// </summary>
    /// <param name="head">The discriminator's last layer with weights.</param>
    /// <param name="features">Its input for those items, (N, F).</param>
    /// <param name="ofGenerator">Whether it is the generator's loss.</param>
    public virtual Tensor? SharedTerm(Module head, Tensor features, bool ofGenerator) => null;

    /// <summary>What is added to the discriminator's loss for the items of the data, a scalar; usually nothing.</summary>
    /// <param name="head">The discriminator's last layer with weights.</param>
    /// <param name="features">Its input for those items, (N, F).</param>
    /// <param name="x">The items, (N, …).</param>
    /// <param name="featuresOf">The head's input for other items.</param>
    /// <param name="random">For what is random in the term.</param>
    public virtual Tensor? RealTerm(Module head, Tensor features, Tensor x, Func<Tensor, Tensor> featuresOf, RandomSource random) => null;

    /// <summary>Restores <see cref="State"/>.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        foreach ((string name, Tensor value) in State)
            value.CopyFrom(saved[name]);
    }

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
