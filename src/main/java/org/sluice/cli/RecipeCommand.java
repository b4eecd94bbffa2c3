package org.sluice.cli;

import picocli.CommandLine.Command;

/** {@code sluice recipe}: tools for those who write recipes. */
@Command(
        name = "recipe",
        description = "Checks, formats, explains and tests recipes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CheckRecipe.class, FormatRecipe.class, ExplainRecipe.class, TestRecipe.class},
        footerHeading = "%nExamples:%n",
        footer = {"  sluice recipe check site.deid", "  sluice recipe test recipes/burned-in.test"})
final class RecipeCommand {}
