using GanFromScratch.Engine;
using GanFromScratch.Gan;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Recipes;
using GanFromScratch.Gan.Reports;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Recipes;

/// <summary>Every recipe, with every model, as options and on the command line.</summary>
public sealed class RecipeTests : Commands.CommandLine
{
    public static IEnumerable<object[]> Pairs() =>
        from recipe in Recipe.Catalog.All
        from model in GanModel.Catalog.All
        select new object[] { recipe.Name, model.Name };

    public static IEnumerable<string> Names => Recipe.Catalog.All.Select(recipe => recipe.Name);

    [TestCaseSource(nameof(Pairs))]
    public void Goes_with_every_model_that_has_its_normalisation(string recipe, string name)
    {
        GanModel model = GanModel.Catalog.Find(name);
        TrainingOptions options = TrainingOptions.For(model, recipe);
        if (model.DiscriminatorNorms.Contains(options.NormD))
            Assert.That(options.Validate().Recipe, Is.EqualTo(recipe));
        else
            Assert.That(
                () => options.Validate(),
                Throws.TypeOf<InputException>().With.Message.Matches($"^--norm-d: expected [a-z, ]+ for model {name}, got 'spectral'\\.$"));
    }

    [Test]
    public void A_model_without_its_normalisation_is_refused_in_a_sentence() => Mistake(
        "train --model r3gan --recipe sngan", "--norm-d: expected model, none for model r3gan, got 'spectral'.");

    [TestCaseSource(nameof(Names))]
    public void Its_own_model_is_trained_unless_another_is_named(string name)
    {
        string own = Recipe.Catalog.Find(name).Model ?? GanModel.Catalog.All[0].Name;
        Assert.Multiple(() =>
        {
            Assert.That(Parse($"train --recipe {name}").Model, Is.EqualTo(own));
            Assert.That(Parse($"train --model conv --recipe {name}").Model, Is.EqualTo("conv"));
        });
    }

    [TestCase("--recipe hinge-gan", "Unknown recipe 'hinge-gan': expected tutorial, ")]
    [TestCase("--recipe wgan --penalty r9", "Unknown penalty 'r9': expected ")]
    public void A_name_that_there_is_not_is_refused_with_those_there_are(string arguments, string sentence) =>
        Mistake($"train {arguments}", sentence);

    [Test]
    public void Is_printed_after_the_first_line_and_an_option_given_by_hand_overrides_it()
    {
        string[] lines = Run("train --model toy2d --recipe wgan --lr 1e-4 --discriminator-steps 2 --steps 2 --device cpu --out run")
            .Split('\n');
        TrainingOptions saved = TrainingOptions.Read("run/options.json");
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Does.StartWith("toy2d on cpu"));
            Assert.That(
                lines.SkipWhile(line => !line.StartsWith("Recipe ", StringComparison.Ordinal)).First(),
                Is.EqualTo(
                    "Recipe wgan: --optimizer rmsprop --loss wasserstein --clip-weights 0.01; overridden: --lr 0.0001 "
                    + "--discriminator-steps 2"));
            Assert.That((saved.Recipe, saved.Loss), Is.EqualTo(("wgan", "wasserstein")));
            Assert.That((saved.Optimizer, saved.ClipWeights), Is.EqualTo(("rmsprop", 0.01f)));
            Assert.That((saved.LearningRate, saved.DiscriminatorSteps), Is.EqualTo((1e-4f, 2)), "the given options");
        });
    }

    [TestCase("lsgan", "hinge", "nothing; overridden: --loss hinge")]
    [TestCase("lsgan", "least-squares", "--loss least-squares")]
    [TestCase("tutorial", "hinge", "mlp as published")]
    public void What_is_printed_holds_for_the_run(string name, string loss, string text)
    {
        TrainingOptions options = TrainingOptions.For(GanModel.Catalog.Find("mlp"), name) with { Loss = loss };
        Assert.That(OptionTable.RecipeText(Recipe.Catalog.Find(name), options), Is.EqualTo(text));
    }

    [TestCaseSource(nameof(Names))]
    public void The_page_says_what_it_sets(string name)
    {
        Recipe recipe = Recipe.Catalog.Find(name);
        string text = OptionTable.RecipeText(recipe, GanModel.Catalog.Find(recipe.Model ?? GanModel.Catalog.All[0].Name));
        Assert.That(File.ReadAllText(Path.Combine(SourceTree.Root, "Gan", "README.md")), Does.Contain($"| `{name}` | {text} | "));
    }

    [Test]
    public void The_order_of_the_words_does_not_matter() => Assert.That(
        Parse("train --lr 1e-4 --recipe wgan --model toy2d"), Is.EqualTo(Parse("train --model toy2d --recipe wgan --lr 1e-4")));

    [Test]
    public void A_file_of_options_has_its_recipe_s_options_for_those_it_leaves_out()
    {
        TrainingOptions options = TrainingOptions.FromJson("{ \"model\": \"toy2d\", \"recipe\": \"wgan\", \"seed\": 7 }", "options.json");
        Assert.That(options, Is.EqualTo(TrainingOptions.For(GanModel.Catalog.Find("toy2d"), "wgan") with { Seed = 7 }));
    }

    [TestCaseSource(nameof(Pairs))]
    public void The_command_that_repeats_a_run_has_the_recipe_and_what_differs_from_it(string recipe, string name)
    {
        GanModel model = GanModel.Catalog.Find(name);
        TrainingOptions options = TrainingOptions.For(model, recipe).WithFormat(model.Format) with { Epsilon = 1e-3f, Seed = 9 };
        var words = OptionTable.Command(options).ToList();
        string[] own = model.Recipe == recipe ? [] : ["--recipe"], format = model.Formats.Count > 1 ? ["--image-size", "--channels"] : [];
        Assert.Multiple(() =>
        {
            Assert.That(
                words.Where(word => word.StartsWith("--", StringComparison.Ordinal)),
                Is.EquivalentTo([.. own, .. format, "--model", "--epsilon", "--seed"]));
            if (own.Length > 0)
                Assert.That(words[words.IndexOf("--recipe") + 1], Is.EqualTo(recipe));
            Assert.That(Parse(string.Join(' ', words)).WithFormat(model.Format), Is.EqualTo(options));
        });
    }

    private static TrainingOptions Parse(string command) => TrainingOptionList.Read(Program.Root.Parse(command));
}
