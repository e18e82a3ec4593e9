using GanFromScratch.Engine;

namespace GanFromScratch.Gan.Training;

/// <content>The weights that a run begins with.</content>
public sealed partial record TrainingOptions
{
    /// <summary>A run or a file of weights that the networks begin with, <see cref="InitialWeights"/>; empty for random ones.</summary>
    public string InitFrom { get; init; } = "";

    /// <summary>Whether only what fits is taken from there.</summary>
    public bool InitPartly { get; init; }

    private void CheckBeginning()
    {
        if (InitPartly && InitFrom.Length == 0)
            throw new InputException("--init-partly is about --init-from; give it RUN or FILE, or leave it out.");
        if (InitFrom.Length > 0 && Teacher.Length > 0)
            throw new InputException("--init-from and --teacher both give the generator's first weights; leave one of them out.");
    }
}
